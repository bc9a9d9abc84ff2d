// Part of Martlet. Apache License 2.0; see LICENSE.

/// What the log needs of a file system. All calls block.
package protocol LogFileSystem: Sendable {
    /// Creates the folder if it is not there, and syncs its parent.
    func makeFolder(_ folder: String) throws(LogFileError)
    /// The names in a folder, in no order.
    func list(_ folder: String) throws(LogFileError) -> [String]
    /// Creates a file that must not exist.
    func create(_ path: String) throws(LogFileError) -> any LogFile
    func open(_ path: String) throws(LogFileError) -> any LogFile
    func rename(_ path: String, to newPath: String) throws(LogFileError)
    func remove(_ path: String) throws(LogFileError)
    /// Makes creations, renames and removals in a folder durable.
    func syncFolder(_ folder: String) throws(LogFileError)
}

/// An open file; it closes when nobody holds it any more.
package protocol LogFile: Sendable {
    func byteCount() throws(LogFileError) -> Int
    /// Writes all bytes or throws; then any part of them may have been written.
    func write(_ bytes: [UInt8], at offset: Int) throws(LogFileError)
    /// Reads `count` bytes, fewer at the end of the file.
    func read(_ count: Int, at offset: Int) throws(LogFileError) -> [UInt8]
    /// Makes content and length durable.
    func sync() throws(LogFileError)
    func truncate(to byteCount: Int) throws(LogFileError)
}

/// A call of the file system that failed.
package struct LogFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let operation: String
    package let path: String
    /// `errno` after the call.
    package let number: Int32
    /// Whether space, or the user's share of it, has run out.
    package let isDiskFull: Bool

    package init(operation: String, path: String, number: Int32, isDiskFull: Bool) {
        self.operation = operation
        self.path = path
        self.number = number
        self.isDiskFull = isDiskFull
    }

    package var description: String { "\(self.operation) of \(self.path) failed with error \(self.number)" }
}
