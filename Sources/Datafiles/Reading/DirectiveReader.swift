// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads the lines of a datafile into directives; what the directives mean is for others.
///
/// A block lasts until a line that begins, at its very first column, with a directive of this kind of file. Blank
/// lines and lines with only a comment are skipped everywhere, also inside blocks.
struct DirectiveReader {
    private let file: String
    private let kind: DatafileKind
    private let rules: [String: DirectiveRule]
    private let secrets: SecretRenderer?
    private(set) var directives: [Directive] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var openBlock: OpenBlock?

    private struct OpenBlock {
        let keyword: Word
        let location: SourceLocation
        var lines: [(text: String, start: SourceLocation)] = []
    }

    /// `secrets` are put into data sources and connections; pipes are templates of their own.
    init(_ file: ProjectFile, kind: DatafileKind, secrets: [String: String]?) {
        self.file = file.path
        self.kind = kind
        self.rules = kind.rules
        self.secrets = kind == .pipe ? nil : SecretRenderer(secrets: secrets)
        for (index, line) in Self.lines(of: file.text).enumerated() { self.read(line, number: index + 1) }
        self.closeBlock()
    }

    /// Line ends of any system end a line; a byte order mark is no text.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for (index, scalar) in text.unicodeScalars.enumerated() where index > 0 || scalar != "\u{FEFF}" {
            if scalar == "\n" || scalar == "\r" {
                if scalar == "\r" || previous != "\r" {
                    lines.append(String(line))
                    line.removeAll()
                }
            } else {
                line.append(scalar)
            }
            previous = scalar
        }
        lines.append(String(line))
        return lines
    }

    private mutating func read(_ line: String, number: Int) {
        let words = WordSplitter(line).words()
        guard let keyword = words.first else { return }
        let location = SourceLocation(file: self.file, line: number, column: keyword.column)
        if self.openBlock != nil {
            guard keyword.column == 1, self.rules[keyword.text.uppercased()]?.endsBlock == true else {
                self.openBlock?.lines.append((line, SourceLocation(file: self.file, line: number, column: 1)))
                return
            }
            self.closeBlock()
        }
        let arguments = Array(words.dropFirst())
        if arguments.first?.text == ">" {
            if let rest = arguments.dropFirst().first {
                let place = location.advanced(by: rest.column - keyword.column)
                self.report(.warning, "Text after > is ignored: a block begins on the next line", at: place)
            }
            self.openBlock = OpenBlock(keyword: keyword, location: location)
        } else {
            self.add(keyword, at: location, arguments: arguments, block: nil)
        }
    }

    private mutating func closeBlock() {
        guard let block = self.openBlock else { return }
        self.openBlock = nil
        let text = SourceText(lines: block.lines.map { (self.render($0.text, at: $0.start), $0.start) }, origin: block.location)
        self.add(block.keyword, at: block.location, arguments: [], block: text)
    }

    private mutating func add(_ keyword: Word, at location: SourceLocation, arguments: [Word], block: SourceText?) {
        let name = keyword.text.uppercased()
        guard let rule = self.rules[name] else {
            return self.report(.error, "\(name) is not a valid option in \(self.kind.rawValue) files.", at: location)
        }
        switch rule.treatment {
        case .used: break
        case .usedWithWarning(let warning): self.report(.warning, warning, at: location)
        case .ignored(let warning): return self.report(.warning, warning, at: location)
        case .refused(let message): return self.report(.error, message, at: location)
        }
        guard self.check(name, rule, arguments: arguments, block: block, at: location) else { return }
        let text = block?.text.trimmingBlanks() ?? self.render(arguments.map(\.text).joined(separator: " "), at: location)
        self.directives.append(
            Directive(name: rule.canonicalName ?? name, location: location, arguments: arguments, block: block, text: text))
    }

    /// Whether there is enough to go on with; a mistake of form is reported.
    private mutating func check(
        _ name: String, _ rule: DirectiveRule, arguments: [Word], block: SourceText?, at location: SourceLocation
    ) -> Bool {
        if let block {
            if rule.form == .line {
                self.report(.error, "\(name) does not support multiline arguments", at: location)
                return false
            }
            if rule.needsArgument, block.text.isBlank {
                self.report(.error, "\(name) is empty", at: location, hint: "Indent its content below the line that ends in >")
                return false
            }
            return true
        }
        if rule.form == .block {
            self.report(.error, "SQL must be multiline", at: location, hint: "Use > to start a multiline SQL block")
            return true
        }
        if rule.needsArgument, arguments.isEmpty {
            self.report(.error, "\(name) is empty", at: location, hint: "Write its value on the same line")
            return false
        }
        return true
    }

    private mutating func render(_ text: String, at location: SourceLocation) -> String {
        guard let secrets = self.secrets else { return text }
        do {
            return try secrets.render(text)
        } catch {
            self.report(.error, error.message, at: location)
            return text
        }
    }

    private mutating func report(_ severity: Diagnostic.Severity, _ message: String, at location: SourceLocation, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(severity, message, at: location, hint: hint))
    }
}
