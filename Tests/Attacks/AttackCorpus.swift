// Part of Martlet. Apache License 2.0; see LICENSE.

package import Foundation

/// The attacks of `Fuzzing/Attacks`.
///
/// A file is made of blocks with empty lines between them. A block begins with lines that say where the text is sent (`-- door: q`)
/// and what must become of it (`-- refused: …` with the answer's words, `-- harmless: …` with the reason); the rest is the text.
/// `-- # …` is a heading.
package enum AttackCorpus {
    package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzzing/Attacks")

    /// All of them, in the order of the files' names.
    package static func load() throws -> [Attack] {
        let names = try FileManager.default.contentsOfDirectory(atPath: self.folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        return try names.flatMap { name in
            try self.attacks(in: String(contentsOf: self.folder.appending(path: name), encoding: .utf8), file: name)
        }
    }

    private static func attacks(in text: String, file: String) throws -> [Attack] {
        var attacks: [Attack] = []
        var block: [Substring] = []
        let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false) + [""]
        for (index, line) in lines.enumerated() {
            guard line.isEmpty else {
                block.append(line)
                continue
            }
            if let attack = try self.attack(block, place: "\(file):\(index + 1 - block.count)") { attacks.append(attack) }
            block = []
        }
        return attacks
    }

    private static func attack(_ block: [Substring], place: String) throws -> Attack? {
        var lines = block[...]
        guard let first = lines.first, !first.hasPrefix("-- # ") else { return nil }
        var door = Attack.Door.sql
        var expectation = Attack.Expectation.refused("")
        while let line = lines.first, let header = line.wholeMatch(of: /-- (door|refused|harmless): (.*)/) {
            let value = String(header.2)
            switch header.1 {
            case "refused": expectation = .refused(value)
            case "harmless": expectation = .harmless(value)
            default: door = try self.door(value, place: place)
            }
            lines.removeFirst()
        }
        return Attack(text: lines.joined(separator: "\n"), door: door, expectation: expectation, place: place)
    }

    private static func door(_ text: String, place: String) throws -> Attack.Door {
        switch text {
        case "q": .q
        case "pipeline": .pipeline
        case "condition": .condition
        case "filter": .filter
        case _ where text.hasPrefix("parameter "): .parameter(String(text.dropFirst("parameter ".count)))
        default: throw UnknownDoor(place: place)
        }
    }

    private struct UnknownDoor: Error { let place: String }
}
