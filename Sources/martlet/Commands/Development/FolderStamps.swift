// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

/// How the files of a project look from outside: one that was changed has another stamp.
///
/// Looking at all of them again and again is a few milliseconds' work and sees every kind of change on every system: files that editors
/// put in each other's place, folders that come and go, network disks. The system's own notices differ from one to the next and miss some.
struct FolderStamps: Equatable {
    private struct Stamp: Equatable {
        let changed: Date?
        let size: Int?
        let number: Int?
    }

    private var stamps: [String: Stamp] = [:]

    private static let endings = [".datasource", ".pipe", ".connection", ".incl", ".ndjson", ".csv", ".parquet", ".sql"]
    /// As deep as datafiles are looked for.
    private static let depth = 3

    init(of folder: String) {
        self.look(into: folder, below: "", depth: Self.depth)
    }

    /// The paths of files that are new, changed or gone.
    func changes(since earlier: FolderStamps) -> [String] {
        Set(self.stamps.keys).union(earlier.stamps.keys).filter { self.stamps[$0] != earlier.stamps[$0] }.sorted()
    }

    private mutating func look(into folder: String, below path: String, depth: Int) {
        // A folder may be gone at this very moment.
        guard depth > 0, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names {
            let isMeant = Self.endings.contains { name.hasSuffix($0) } || name == ".env" || name == ".env.local"
            guard isMeant || (!name.contains(".") && name != "vendor") else { continue }
            let file = "\(folder)/\(name)"
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else { continue }
            let relative = path.isEmpty ? name : "\(path)/\(name)"
            if attributes[.type] as? FileAttributeType == .typeDirectory {
                self.look(into: file, below: relative, depth: depth - 1)
            } else if isMeant {
                self.stamps[relative] = Stamp(
                    changed: attributes[.modificationDate] as? Date, size: attributes[.size] as? Int,
                    number: attributes[.systemFileNumber] as? Int)
            }
        }
    }
}
