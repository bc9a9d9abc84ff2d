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
    /// The texts that can be included, by their paths.
    private let includes: [String: String]
    /// Whether it asks for the text of another file.
    private(set) var hasIncludes = false
    /// The lines read so far, those of included files in the place of the directive.
    private var lines: [String] = []
    /// The files being read, each included by the one before it.
    private var openFiles: [String]
    /// How much more text may be included: files that include others could otherwise multiply.
    private var remainingByteCount = DatafileLimits.fileByteCount

    private struct OpenBlock {
        let keyword: Word
        let location: SourceLocation
        var lines: [(text: String, start: SourceLocation)] = []
    }

    /// `secrets` are put into data sources and connections; pipes are templates of their own.
    init(_ file: ProjectFile, kind: DatafileKind, includes: [String: String], secrets: [String: String]?, secretNames: Set<String>? = nil) {
        self.file = file.path
        self.kind = kind
        self.rules = kind.rules
        self.includes = includes
        self.openFiles = [file.path]
        self.secrets = kind == .pipe ? nil : SecretRenderer(secrets: secrets, names: secretNames)
        self.read(file.text, of: file.path)
        self.closeBlock()
    }

    /// The datafile with the files it includes, which means the same without them; nil if it includes none.
    var expandedText: String? { self.hasIncludes ? self.lines.joined(separator: "\n") : nil }

    private mutating func read(_ text: String, of path: String) {
        let text = self.secrets == nil ? text : SecretRenderer.removingComments(text)
        for (index, line) in SourceLines.of(text).enumerated() {
            self.lines.append(line)
            self.read(line, at: SourceLocation(file: path, line: index + 1, column: 1))
        }
    }

    private mutating func read(_ line: String, at start: SourceLocation) {
        guard let words = WordSplitter(line).words() else { return self.readUnclosed(line, at: start) }
        guard let keyword = words.first else { return }
        let location = start.advanced(by: keyword.column - 1)
        if self.openBlock != nil {
            guard keyword.column == 1, self.rules[keyword.text.uppercased()]?.endsBlock == true else {
                self.openBlock?.lines.append((line, start))
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

    /// A line with a quote that is never closed is no directive: it belongs to a block, or is a mistake.
    private mutating func readUnclosed(_ line: String, at start: SourceLocation) {
        let keyword = line.prefix { !$0.unicodeScalars.allSatisfy(\.isBlank) }.uppercased()
        if self.openBlock == nil {
            let hint = "A word may begin with a quote only if it ends with one"
            self.report(.error, "A quote is opened and never closed", at: start, hint: hint)
        } else {
            self.openBlock?.lines.append((line, start))
            guard self.rules[keyword]?.endsBlock == true else { return }
            self.report(.warning, "\(keyword) is read as text: a quote in its line is never closed", at: start)
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
        if let mistake = rule.mistake(in: name, arguments: arguments, block: block) {
            self.report(.error, mistake.message, at: location, hint: mistake.hint)
            guard mistake.leavesMeaning else { return }
        }
        switch rule.treatment {
        case .used: break
        case .usedWithWarning(let warning): self.report(.warning, warning, at: location)
        case .ignored(let warning): return self.report(.warning, warning, at: location)
        case .refused(let message): return self.report(.error, message, at: location)
        }
        if name == "INCLUDE" { return self.include(arguments, at: location) }
        let text = block?.text.trimmingBlanks() ?? self.render(arguments.map(\.text).joined(separator: " "), at: location)
        let directive = Directive(name: rule.canonicalName ?? name, location: location, arguments: arguments, block: block, text: text)
        if let choices = rule.choices, !choices.contains(directive.value.lowercased()) {
            let list = choices.map { "'\($0)'" }.joined(separator: ", ")
            self.report(.error, "\(directive.value) is not an allowed value for \(name). Use one of: {\(list)}", at: location)
        }
        self.directives.append(directive)
    }

    /// Reads the lines of the file in the place of the directive; a block open at its end goes on behind it.
    private mutating func include(_ arguments: [Word], at location: SourceLocation) {
        self.hasIncludes = true
        do {
            let included = try IncludedFile(arguments, of: self.file, among: self.includes)
            self.remainingByteCount -= included.text.utf8.count
            guard !self.openFiles.contains(included.path) else {
                return self.report(.error, "Included file '\(included.path)' includes itself", at: location)
            }
            guard self.openFiles.count <= DatafileLimits.includeDepth, self.remainingByteCount >= 0 else {
                let limits = "\(DatafileLimits.includeDepth) files deep and \(DatafileLimits.fileByteCount) bytes"
                return self.report(.error, "Included files are at most \(limits)", at: location)
            }
            self.lines.removeLast()
            self.openFiles.append(included.path)
            self.read(included.text, of: included.path)
            self.openFiles.removeLast()
        } catch {
            self.report(.error, error.message, at: location, hint: error.hint)
        }
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
