// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

/// A file whose rows go to the server, by its path; `-` is standard input.
struct SourceFile {
    let path: String
    let handle: FileHandle

    init(path: String) throws {
        self.path = path
        guard let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
            throw CommandError("\(path) cannot be read: is it there?")
        }
        self.handle = handle
    }

    /// Bytes on disk; nil where nobody knows.
    var size: Int? {
        self.path == "-" ? nil : (try? FileManager.default.attributesOfItem(atPath: self.path)[.size]) as? Int
    }

    /// The format that its name tells; NDJSON where it does not.
    static func format(ofName name: String) -> String {
        var name = Substring(name.lowercased().prefix { $0 != "?" })
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) { name = name.dropLast(ending.count) }
        return name.hasSuffix(".csv") || name.hasSuffix(".tsv") ? "csv" : name.hasSuffix(".parquet") ? "parquet" : "ndjson"
    }

    /// All of it, or its beginning.
    func read(upTo limit: Int) throws -> Data {
        var data = Data()
        while data.count < limit, let chunk = try self.handle.read(upToCount: limit - data.count), !chunk.isEmpty { data.append(chunk) }
        return data
    }
}
