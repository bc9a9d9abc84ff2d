// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore
internal import Synchronization

/// The disk space, or the memory, of all logs together.
///
/// Rows are refused when it is used up. What empties a log, seals and commits, is counted but never refused.
package final class LogBudget: Sendable {
    package let limit: ByteCount
    private let used = Mutex(0)

    package init(limit: ByteCount) { self.limit = limit }

    package var usedSize: ByteCount { ByteCount(bytes: self.used.withLock { $0 }) }

    /// Whether there is room for `byteCount` more bytes.
    func hasRoom(for byteCount: Int) -> Bool { self.used.withLock { $0 + byteCount <= self.limit.bytes } }

    func take(_ byteCount: Int) { self.used.withLock { $0 += byteCount } }

    func giveBack(_ byteCount: Int) {
        self.used.withLock {
            $0 -= byteCount
            precondition($0 >= 0, "no more is given back than was taken")
        }
    }
}
