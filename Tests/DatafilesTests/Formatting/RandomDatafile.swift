// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles

/// Writes valid datafiles as unlike the canonical form as it can: any order, case, quotes, indentation, comments, line ends.
struct RandomDatafile {
    private var random: SeededGenerator
    private var directives: [Directive] = []

    private struct Directive {
        /// Lines before it that mean nothing.
        let idleLines: [String]
        let line: String
        let block: [String]
    }

    /// The file that belongs to a seed.
    static func file(_ kind: DatafileKind, seed: Int) -> ProjectFile {
        var datafile = RandomDatafile(random: SeededGenerator(seed: UInt64(seed)))
        switch kind {
        case .dataSource: datafile.writeDataSource()
        case .pipe: datafile.writePipe()
        case .connection: datafile.writeConnection()
        }
        return ProjectFile(path: "folder/name.\(kind.rawValue)", text: datafile.text())
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &self.random)]
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self.random) < percent
    }

    mutating func blanks() -> String { self.pick([" ", " ", "  ", "\t", " \t "]) }

    /// Something of a value's, description's or comment's.
    mutating func words() -> String {
        let words = ["a", "foo_1", "ünï", "日本", "it's", "x=1", "e\u{301}", "👩‍👩‍👧", "read", "$X", "a\"b"]
        return (0..<Int.random(in: 1...4, using: &self.random)).map { _ in self.pick(words) }.joined(separator: self.blanks())
    }

    mutating func comment() -> String {
        self.pick(["#", "# ", "#'", "# \" ", "## "]) + self.words()
    }

    mutating func maybeComment() -> String { self.chance(15) ? self.blanks() + self.comment() : "" }

    /// Adds a directive, now and then with lines around it that mean nothing.
    mutating func add(_ name: String, _ argument: String, _ block: [String] = []) {
        let keyword = self.pick([name, name, name.lowercased(), name.prefix(1) + name.dropFirst().lowercased()])
        var lines: [String] = []
        for line in block {
            if self.chance(20) { lines += self.idleLines(indentation: self.pick(["", "    ", "\t"])) }
            lines.append(line)
        }
        if !block.isEmpty, self.chance(20) { lines += self.idleLines(indentation: self.pick(["", "      "])) }
        self.directives.append(
            Directive(
                idleLines: self.chance(30) ? self.idleLines(indentation: "") : [],
                line: keyword + self.blanks() + argument + self.maybeComment(), block: lines))
    }

    private mutating func idleLines(indentation: String) -> [String] {
        self.pick([[""], ["   "], [indentation + self.comment()], [indentation + self.comment(), "", indentation + self.comment()]])
    }

    /// A directive whose value may stand in quotes, or in a block.
    mutating func add(_ name: String, value: String, canBeBlock: Bool = false) {
        if canBeBlock, self.chance(20) {
            self.add(name, ">", [self.pick(["    ", "\t", " "]) + value])
        } else {
            self.add(name, self.pick([value, "\"\(value)\"", "'\(value)'"]))
        }
    }

    mutating func addDescription() {
        guard self.chance(60) else { return }
        if self.chance(30) { return self.add("DESCRIPTION", "word " + self.words()) }
        let indentation = self.pick(["    ", "\t", " "])
        let lines = (0..<3).map { _ in indentation + self.pick(["", "", "  ", "\t"]) + "- " + self.words() + self.pick(["", " "]) }
        self.add("DESCRIPTION", ">", lines)
    }

    mutating func addGrants(_ permissions: [String]) {
        for _ in 0..<self.pick([0, 1, 2]) {
            let name = self.pick(["reader", "\"two words\"", "'a\"b'", "\"ünï #1\"", "it's"])
            self.add("TOKEN", name + self.blanks() + self.pick(permissions))
        }
    }

    mutating func addTags(_ tags: [String]) {
        if self.chance(50) { self.add("TAGS", value: self.pick(tags), canBeBlock: true) }
    }

    /// Puts the directives added so far into any order.
    mutating func shuffle() {
        self.directives.shuffle(using: &self.random)
    }

    private mutating func text() -> String {
        var lines: [String] = []
        var isInBlock = false
        for directive in self.directives {
            // Only a directive at the start of a line ends a block before it.
            let indentation = isInBlock ? "" : self.pick(["", "", "  ", "\t"])
            lines += directive.idleLines + [indentation + directive.line] + directive.block
            isInBlock = !directive.block.isEmpty
        }
        if self.chance(30) { lines += self.idleLines(indentation: "") }
        return self.pick(["", "", "\u{FEFF}"]) + lines.joined(separator: self.pick(["\n", "\n", "\r\n", "\r"]))
    }
}
