// Part of Martlet. Apache License 2.0; see LICENSE.

/// Writes one directive in its canonical form.
struct DirectivePrinter {
    private let directive: WrittenDirective
    private let kind: DatafileKind

    init(_ directive: WrittenDirective, kind: DatafileKind) {
        self.directive = directive
        self.kind = kind
    }

    /// The directive's lines, the comments above it first.
    func lines() -> [String] {
        self.directive.comments + (self.canonicalLines() ?? self.writtenLines())
    }

    /// Nil where the directive has to stay as it is written.
    private func canonicalLines() -> [String]? {
        switch self.directive.name {
        case "DESCRIPTION": self.block(TextBlock.proseLines(self.directive.content))
        case "SQL", "FORWARD_QUERY": self.block(TextBlock.queryLines(self.directive.content))
        case "SCHEMA": self.block(SchemaBlock.lines(self.directive.content))
        case "INDEXES": self.block(IndexBlock.lines(self.directive.content))
        case "SHARED_WITH": self.sharingLines().map(self.block)
        case "INCLUDE": nil
        case "NODE": self.nodeName.map { [self.line($0)] }
        case "TOKEN": self.grant.map { [self.line($0)] }
        case "TAGS": self.tags.map { [self.line($0)] }
        default: self.value.map { [self.line($0)] }
        }
    }

    private func writtenLines() -> [String] {
        self.directive.block.map { self.block(TextBlock.lines($0)) } ?? [self.line(self.directive.argumentText)]
    }

    private func block(_ lines: [String]) -> [String] {
        [self.line(">")] + lines.map { "    \($0)" }
    }

    private func line(_ arguments: String) -> String {
        [self.directive.name, arguments, self.directive.remark].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension DirectivePrinter {
    /// The name without quotes, which no valid one needs.
    private var nodeName: String? {
        let name = self.directive.lineValue
        return name.isPlainName ? name : nil
    }

    private var grant: String? {
        let words = self.directive.arguments.map(\.text)
        guard let name = words.first?.removingQuotes(), words.count == 2, !name.contains("\"") else { return nil }
        return "\"\(name)\" \(words[1].uppercased())"
    }

    private var tags: String? {
        var text = self.directive.lineValue
        if let block = self.directive.block {
            guard !block.contains(where: \.isComment) else { return nil }
            text = block.map(\.text).joined(separator: "\n").trimmingBlanks().removingQuotes()
        }
        guard !text.contains("\"") else { return nil }
        let tags = text.split(separator: ",").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        return ValueSpelling(remark: self.directive.remark).quoted(tags.joined(separator: ", "))
    }

    /// One workspace per line.
    private func sharingLines() -> [String]? {
        let names = self.directive.arguments.map { WrittenLine(text: $0.text.removingQuotes(), isComment: false) }
        var lines: [String] = []
        for line in self.directive.block ?? names {
            // Quotes and comments mean something else on a line than in a block.
            guard line.isComment || !line.text.contains(where: { "\"'#".contains($0) }) else { return nil }
            lines += line.isComment ? [line.text.trimmingBlanks()] : line.text.split(separator: ",").map { $0.trimmingBlanks() }
        }
        return lines.filter { !$0.isEmpty }
    }

    /// A value on one line.
    private var value: String? {
        let spelling = ValueSpelling(remark: self.directive.remark)
        if self.directive.block != nil { return self.directive.onlyBlockLine.flatMap { spelling.plain(self.canonical($0)) } }
        let value = self.directive.lineValue
        let hasQuotesInside = self.directive.arguments.count > 1 && value != self.directive.argumentWords
        // Of expressions and JSON, every blank and quote stays.
        guard !hasQuotesInside, !value.contains("{") else { return nil }
        if value.isEmpty { return self.directive.arguments.isEmpty ? "" : self.directive.name.hasPrefix("KAFKA_") ? "''" : "\"\"" }
        return spelling.plain(self.canonical(value))
    }

    private func canonical(_ value: String) -> String {
        switch self.directive.name {
        case "TYPE": self.kind == .pipe ? value.uppercased() : value.lowercased()
        case let name where name.hasPrefix("ENGINE_"): value.spacingCommas()
        default: value
        }
    }
}
