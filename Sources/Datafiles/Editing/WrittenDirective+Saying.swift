// Part of Martlet. Apache License 2.0; see LICENSE.

extension WrittenDirective {
    /// A directive that says what a request brings for it; nil if no spelling of the text on one line reads back.
    ///
    /// A text cannot become another directive: one that has lines is indented, one that has none is spelled so that it reads back.
    init?(_ name: String, saying text: String, comments: [String] = []) {
        guard !Self.blocks.contains(name) else {
            let lines = SourceLines.of(text).filter { !$0.isBlank }
            self.init(
                comments: comments, name: name, line: 0, arguments: [], argumentText: "", remark: "",
                block: lines.map { WrittenLine(text: $0, isComment: $0.trimmingBlanks().hasPrefix("#")) })
            return
        }
        let value = text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingBlanks()
        guard let spelling = ValueSpelling(remark: "").quoted(value) else { return nil }
        self.init(name, spelled: spelling, comments: comments)
    }

    /// A directive with words behind it that are spelled as they have to be.
    init?(_ name: String, spelled text: String, comments: [String] = []) {
        guard let words = WordSplitter(text).words() else { return nil }
        self.init(comments: comments, name: name, line: 0, arguments: words, argumentText: text, remark: "", block: nil)
    }

    /// Directives whose texts have lines.
    private static let blocks: Set<String> = ["DESCRIPTION", "SCHEMA", "INDEXES", "SQL"]
}
