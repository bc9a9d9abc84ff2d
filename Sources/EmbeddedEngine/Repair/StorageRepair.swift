// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Logging
internal import MartletCore

/// Repairs the deduplication logs of all tables in a storage folder that no engine has open.
///
/// A table's files are in `store/<3 digits>/<uuid>`: a folder for each part, and `deduplication_logs/deduplication_log_<number>.txt`.
struct StorageRepair {
    let storagePath: String
    let logger: Logger

    /// Leaves every file alone that is as it should be. What it changes is whole and durable, in its old form or its new one.
    func run() throws {
        let store = "\(self.storagePath)/store"
        for prefix in try Self.names(in: store) {
            for table in try Self.names(in: "\(store)/\(prefix)") {
                try self.repair(table: "\(store)/\(prefix)/\(table)")
            }
        }
    }

    private func repair(table: String) throws {
        let folder = "\(table)/deduplication_logs"
        let logs = try Self.names(in: folder).compactMap { name in Self.number(ofLog: name).map { (number: $0, path: "\(folder)/\(name)") }
        }
        guard !logs.isEmpty else { return }
        let paths = logs.sorted { $0.number < $1.number }.map(\.path)
        var files: [[UInt8]] = []
        for path in paths {
            guard let bytes = try DurableFile.read(path, limit: EngineLimits.deduplicationLogBytes) else {
                return self.logger.error("deduplication log is too large to be checked", metadata: ["path": "\(path)"])
            }
            files.append(bytes)
        }
        let repair = DeduplicationRepair(files, parts: PartSet(fileNames: try Self.names(in: table)))
        for (index, path) in paths.enumerated() where repair.files[index] != files[index] {
            // Beside the logs, not among them: the engine would read it as one.
            try DurableFile.replace(path, with: repair.files[index], by: "\(table)/deduplication_log.new")
        }
        self.report(repair.findings, table: table)
    }

    private func report(_ findings: [DeduplicationRepair.Finding], table: String) {
        let more = findings.count - EngineLimits.reportedFindings
        if more > 0 {
            self.logger.warning("deduplication log has more findings", metadata: ["table": "\(table)", "count": "\(more)"])
        }
        for finding in findings.prefix(EngineLimits.reportedFindings) {
            switch finding {
            case .missingPart(let part, let blockID):
                self.logger.warning(
                    "dropped a deduplication record without its part",
                    metadata: ["table": "\(table)", "part": "\(part)", "block": "\(blockID)"])
            case .tornLine(let text):
                self.logger.warning("dropped a torn deduplication record", metadata: ["table": "\(table)", "text": "\(text)"])
            case .unknownLine(let text):
                self.logger.error("left an unknown deduplication record", metadata: ["table": "\(table)", "text": "\(text)"])
            }
        }
    }

    /// What a folder holds; nothing where there is none, or where a file stands in its place.
    private static func names(in folder: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder)
    }

    private static func number(ofLog name: String) -> Int? {
        guard name.hasPrefix("deduplication_log_"), name.hasSuffix(".txt") else { return nil }
        return Int(name.dropFirst("deduplication_log_".count).dropLast(".txt".count))
    }
}
