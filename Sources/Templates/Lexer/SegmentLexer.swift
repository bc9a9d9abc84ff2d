// Part of Martlet. Apache License 2.0; see LICENSE.

/// Divides the text of a template into segments (templates specification, 2).
///
/// An expression ends at the first `}}`, a tag at the first `%}`, a comment at the first `#}`, even inside a
/// string: authors know it and write blanks between the braces.
struct SegmentLexer {
    private let bytes: [UInt8]
    private let name: String
    private var position = 0
    private var line = 1

    init(_ text: String, name: String) {
        self.bytes = Array(text.utf8)
        self.name = name
    }

    /// All segments, and the line on which the text after the last tag begins.
    mutating func segments() throws(TemplateError) -> (segments: [Segment], lastLine: Int) {
        var segments: [Segment] = []
        while let opening = self.nextOpening() {
            if opening > self.position { segments.append(Segment(kind: .text, content: self.take(upTo: opening), line: self.line)) }
            let line = self.line
            let opener = self.take(upTo: opening + 2)
            if self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "!") {
                self.position += 1
                segments.append(Segment(kind: .text, content: opener, line: line))
            } else if opener == "{{" {
                let content = try self.content(closedBy: "}}", missing: "Missing end expression }}", empty: "Empty expression")
                segments.append(Segment(kind: .expression, content: content, line: line))
            } else if opener == "{%" {
                let content = try self.content(closedBy: "%}", missing: "Missing end block %}", empty: "Empty block tag ({% %})")
                segments.append(Segment(kind: .tag, content: content, line: line))
            } else {
                _ = try self.content(closedBy: "#}", missing: "Missing end comment #}", empty: nil)
            }
        }
        let lastLine = self.line
        if self.position < self.bytes.count {
            segments.append(Segment(kind: .text, content: self.take(upTo: self.bytes.count), line: lastLine))
        }
        return (segments, lastLine)
    }

    /// The next `{{`, `{%` or `{#`; of three or more braces the innermost pair opens.
    private func nextOpening() -> Int? {
        let brace = UInt8(ascii: "{")
        for index in self.position..<max(self.position, self.bytes.count - 1) where self.bytes[index] == brace {
            switch self.bytes[index + 1] {
            case brace where index + 2 < self.bytes.count && self.bytes[index + 2] == brace: continue
            case brace, UInt8(ascii: "%"), UInt8(ascii: "#"): return index
            default: continue
            }
        }
        return nil
    }

    private mutating func content(closedBy closer: String, missing: String, empty: String?) throws(TemplateError) -> String {
        guard let end = self.bytes.position(of: Array(closer.utf8), from: self.position) else { throw self.error(missing) }
        let content = self.take(upTo: end).trimmed
        self.position += 2
        if content.isEmpty, let empty { throw self.error(empty) }
        return content
    }

    private mutating func take(upTo end: Int) -> String {
        let taken = self.bytes[self.position..<end]
        self.line += taken.count { $0 == UInt8(ascii: "\n") }
        self.position = end
        return String(decoding: taken, as: UTF8.self)
    }

    private func error(_ text: String) -> TemplateError {
        TemplateError(.syntax, "\(text) at \(self.name):\(self.line)").located(file: self.name, line: self.line)
    }
}
