// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Glibc

/// Tells by the file system whether tables of the embedded engine have changed, for a microsecond each and without asking the engine.
///
/// Every part of a table is a folder in the table's folder. It comes under its name, and goes, by a rename, which changes the time
/// of the table's folder. The engine names that folder by a link, which follows when two tables are exchanged; what the table's
/// definition is stands in a file of its own.
package struct TableFolders: TableWatch {
    private let storage: String

    /// `storage` is the folder that the engine was opened with.
    package init(storage: String) { self.storage = storage }

    /// How long a table must have rested. Between the rename and the moment at which queries see the part, a query has the old
    /// answer under the new time; the engine does nothing there but take a lock. It also is more than the grain of file times.
    static let settlingSeconds: Int64 = 1

    package func versions(of tables: [EngineTable]) async -> TableVersions? {
        var now = timespec()
        guard unsafe clock_gettime(CLOCK_REALTIME, &now) == 0 else { return nil }
        var stamps: [Int64] = []
        stamps.reserveCapacity(tables.count * Stamp.numberCount)
        var isSettled = true
        for table in tables {
            // Our own names; any other would be spelled in another way in the file system.
            guard SQLText.isPlainName(table.database), SQLText.isPlainName(table.name) else { return nil }
            guard let rows = Stamp(path: "\(self.storage)/data/\(table.database)/\(table.name)"),
                let definition = Stamp(path: "\(self.storage)/metadata/\(table.database)/\(table.name).sql")
            else { return nil }
            stamps += rows.numbers
            stamps += definition.numbers
            let latest = max(rows.seconds, definition.seconds)
            if latest + Self.settlingSeconds >= Int64(now.tv_sec) { isSettled = false }
        }
        return TableVersions(stamps: stamps, isSettled: isSettled)
    }

    /// What changes with what a folder or file holds.
    private struct Stamp {
        let inode: Int64
        let seconds: Int64
        let nanoseconds: Int64

        static let numberCount = 6

        init?(path: String) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            self.inode = Int64(bitPattern: UInt64(status.st_ino))
            self.seconds = Int64(status.st_mtim.tv_sec)
            self.nanoseconds = Int64(status.st_mtim.tv_nsec)
        }

        var numbers: [Int64] { [self.inode, self.seconds, self.nanoseconds] }
    }
}

extension SQLText {
    /// Whether a name is spelled the same way everywhere: ASCII letters, digits and underscores.
    fileprivate static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
