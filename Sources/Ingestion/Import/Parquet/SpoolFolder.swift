// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// Where files wait that can only be read when they are complete: a few at a time.
package final class SpoolFolder: Sendable {
    private let path: String
    private let fileCount = Mutex(0)

    package init(path: String) { self.path = path }

    /// A new file; it is gone when nobody holds it any more, also if the server is killed.
    func makeFile() throws(ParquetError) -> SpooledFile {
        let isAllowed = self.fileCount.withLock { count in
            guard count < ParquetLimits.filesAtOnce else { return false }
            count += 1
            return true
        }
        guard isAllowed else { throw .tooManyAtOnce }
        do throws(ParquetError) {
            return try SpooledFile(in: self.path) { [self] in self.fileCount.withLock { $0 -= 1 } }
        } catch {
            self.fileCount.withLock { $0 -= 1 }
            throw error
        }
    }
}
