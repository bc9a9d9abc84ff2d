// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

/// What holds for every datafile; the seed of a failure is the test's argument.
struct FormattingPropertyTests {
    @Test("A formatted file declares what the file declared, and is not changed again", arguments: DatafileKind.allCases, 0..<200)
    func keepsMeaning(kind: DatafileKind, seed: Int) throws {
        let file = RandomDatafile.file(kind, seed: seed)
        let formatted = ProjectFile(path: file.path, text: try DatafileFormatter.format(file))
        #expect(DatafileMeaning(formatted) == DatafileMeaning(file))
        #expect(try DatafileFormatter.format(formatted) == formatted.text)
        #expect(Self.comments(formatted) == Self.comments(file))
    }

    @Test("A file spoilt anywhere is refused, or keeps its new meaning", arguments: DatafileKind.allCases, 0..<200)
    func spoiltFiles(kind: DatafileKind, seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var scalars = Array(RandomDatafile.file(kind, seed: seed).text.unicodeScalars)
        let pieces = [
            "\n", "\r", "\t", " ", "#", "--", "\"", "'", "`", "{{", "}}", ",", "%", ">", "\u{301}", "\\", "(", "{", "\nSQL >\n",
            "\nNODE n\n", "\nINCLUDE \"x.incl\"\n", "\nTAGS ", " > ", "=", "\n# x\n\n",
        ]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let start = Int.random(in: 0...scalars.count, using: &random)
            let end = min(start + Int.random(in: 0...2, using: &random), scalars.count)
            scalars.replaceSubrange(start..<end, with: Array(pieces.randomElement(using: &random)?.unicodeScalars ?? "".unicodeScalars))
        }
        let file = ProjectFile(path: "folder/name.\(kind.rawValue)", text: String(String.UnicodeScalarView(scalars)))
        guard let text = try? DatafileFormatter.format(file) else { return }
        let formatted = ProjectFile(path: file.path, text: text)
        #expect(DatafileMeaning(formatted) == DatafileMeaning(file))
        #expect((try? DatafileFormatter.format(formatted)) == text)
    }

    /// The comment lines of a file, without their order.
    private static func comments(_ file: ProjectFile) -> [String] {
        let lines = file.text.split { $0.isNewline || $0 == "\u{FEFF}" }.map { $0.drop { $0 == " " || $0 == "\t" } }
        return lines.filter { $0.unicodeScalars.first == "#" }.map { String($0.reversed().drop { $0 == " " || $0 == "\t" }) }.sorted()
    }
}
