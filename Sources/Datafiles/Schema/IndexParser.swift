// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads INDEXES, one index per line: `[INDEX] name expression TYPE type[(…)] [GRANULARITY n]`.
struct IndexParser {
    private(set) var indexes: [IndexDefinition] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var names: Set<String> = []

    private static let allowedTypes: Set<String> = [
        "minmax", "set", "bloom_filter", "ngrambf_v1", "tokenbf_v1", "text", "vector_similarity",
    ]

    init(_ source: SourceText) {
        for (number, line) in source.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            self.parse(String(line), of: source, line: number + 1)
        }
    }

    private mutating func parse(_ line: String, of source: SourceText, line number: Int) {
        guard !line.isBlank else { return }
        let indentation = line.unicodeScalars.prefix { $0.isBlank }.count
        let location = source.location(line: number, column: indentation + 1)
        guard let index = Self.index(line, at: location) else {
            return self.diagnostics.append(
                Diagnostic(
                    .error, "Invalid INDEX syntax", at: location,
                    hint: "Usage: `[INDEX] name expr TYPE type_full GRANULARITY granularity`"))
        }
        let type = String(index.type.prefix { $0 != "(" })
        if !Self.allowedTypes.contains(type) {
            self.diagnostics.append(
                Diagnostic(
                    .error, "Not allowed index '\(index.type)'", at: location,
                    hint: "Use one of \(Self.allowedTypes.sorted().joined(separator: ", "))"))
        }
        if !self.names.insert(index.name).inserted {
            self.diagnostics.append(Diagnostic(.error, "Index '\(index.name)' is defined twice", at: location))
        }
        self.indexes.append(index)
    }

    private static func index(_ line: String, at location: SourceLocation) -> IndexDefinition? {
        var scanner = TextScanner(Self.withoutComment(line).trimmingBlanks())
        if scanner.word(at: 0) == "INDEX" { scanner.position = 5 }
        scanner.skipBlanks()
        let name = scanner.takeWord()
        let start = scanner.position
        // TYPE, in upper case and only once, parts the expression from the type; a column may be called `type`.
        let keywords = scanner.scalars.indices.filter { scanner.scalars[$0...].starts(with: "TYPE".unicodeScalars) }
        guard name.isPlainName, scanner.next?.isBlank == true, keywords.count == 1 else { return nil }
        guard let keyword = keywords.first, keyword >= start, scanner.isWord("TYPE", at: keyword) else { return nil }
        scanner.position = keyword
        let expression = scanner.text(from: start).trimmingBlanks()
        scanner.position += 4
        scanner.skipBlanks()
        var type = scanner.takeWord()
        if scanner.next == "(" {
            guard let arguments = scanner.takeParenthesised() else { return nil }
            type += arguments
        }
        let granularity = Self.takeGranularity(&scanner)
        _ = scanner.takePastBlanks(",")
        scanner.skipBlanks()
        guard scanner.isAtEnd, !expression.isEmpty, !type.isEmpty else { return nil }
        return IndexDefinition(name: name, expression: expression, type: type, granularity: granularity, location: location)
    }

    /// The line up to `--` or `#`, which begin a comment behind an index.
    private static func withoutComment(_ line: String) -> String {
        var scanner = TextScanner(line)
        while let next = scanner.next {
            if next == "#" || scanner.lookingAt("--") { break }
            if next == "'" || next == "`" { scanner.passQuoted() } else { scanner.position += 1 }
        }
        return scanner.text(from: 0)
    }

    /// Passes `GRANULARITY n`, if that stands here.
    private static func takeGranularity(_ scanner: inout TextScanner) -> Int? {
        scanner.skipBlanks()
        var probe = scanner
        guard probe.takeWord().uppercased() == "GRANULARITY" else { return nil }
        probe.skipBlanks()
        guard let number = Int(probe.takeWord()), number > 0 else { return nil }
        scanner = probe
        return number
    }
}
