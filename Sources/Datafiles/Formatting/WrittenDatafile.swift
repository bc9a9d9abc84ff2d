// Part of Martlet. Apache License 2.0; see LICENSE.

/// A datafile as its author wrote it: nothing but blank lines is left out.
///
/// Cuts the lines exactly as ``DirectiveReader`` does, which has to be content with the file. Comments belong to what follows
/// them. At the end of a block, indented ones stay in the block, and the others belong to the next directive.
struct WrittenDatafile {
    /// The comment lines at the top, if a blank line follows them: they belong to the file, not to its first directive.
    private(set) var header: [String] = []
    var directives: [WrittenDirective] = []
    /// The comment lines behind the last directive.
    private(set) var footer: [String] = []

    private let rules: [String: DirectiveRule]
    private var isInBlock = false
    /// The comment lines that wait for the next directive.
    private var comments: [String] = []

    init(_ text: String, kind: DatafileKind) {
        self.rules = kind.rules
        for (index, line) in SourceLines.of(text).enumerated() { self.read(line, number: index + 1) }
        self.closeBlock()
        self.footer = self.comments
    }

    private mutating func read(_ line: String, number: Int) {
        let words: [Word]? = WordSplitter(line).words()
        if words?.isEmpty == true {
            self.skip(line)
        } else if self.isInBlock, !self.endsBlock(words?.first) {
            self.append(WrittenLine(text: line, isComment: false))
        } else if let words, let keyword = words.first {
            self.closeBlock()
            self.begin(keyword, Array(words.dropFirst()), line, number: number)
        }
    }

    /// Reads a line which means nothing: a comment is kept.
    private mutating func skip(_ line: String) {
        if line.isBlank {
            guard self.directives.isEmpty else { return }
            self.header += self.comments
            self.comments = []
        } else if self.isInBlock {
            self.append(WrittenLine(text: line, isComment: true))
        } else {
            self.comments.append(line.trimmingBlanks())
        }
    }

    private func endsBlock(_ keyword: Word?) -> Bool {
        guard let keyword, keyword.column == 1 else { return false }
        return self.rules[keyword.text.uppercased()]?.endsBlock == true
    }

    private mutating func append(_ line: WrittenLine) {
        self.directives[self.directives.count - 1].block?.append(line)
    }

    private mutating func closeBlock() {
        guard self.isInBlock, let block = self.directives.last?.block else { return }
        self.isInBlock = false
        let indented = block.lastIndex { !$0.isComment || $0.text.unicodeScalars.first?.isBlank == true }
        let kept = indented.map { $0 + 1 } ?? 0
        self.comments = block[kept...].map { $0.text.trimmingBlanks() }
        self.directives[self.directives.count - 1].block = Array(block[..<kept])
    }

    private mutating func begin(_ keyword: Word, _ words: [Word], _ line: String, number: Int) {
        let name = keyword.text.uppercased()
        self.isInBlock = words.first?.text == ">"
        let arguments = self.isInBlock ? [] : words
        let scalars = Array(line.unicodeScalars)
        let end = (self.isInBlock ? words.first : words.last ?? keyword)?.endColumn ?? 1
        let rest = Self.text(scalars[(end - 1)...]).trimmingBlanks()
        self.directives.append(
            WrittenDirective(
                comments: self.comments, name: self.rules[name]?.canonicalName ?? name, line: number, arguments: arguments,
                argumentText: arguments.first.map { Self.text(scalars[($0.column - 1)..<(end - 1)]) } ?? "",
                // What stands behind the sign that opens a block means nothing either.
                remark: rest.isEmpty || rest.hasPrefix("#") ? rest : "# \(rest)", block: self.isInBlock ? [] : nil))
        self.comments = []
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

extension Word {
    /// The column after its last scalar.
    fileprivate var endColumn: Int { self.column + self.text.unicodeScalars.count }
}
