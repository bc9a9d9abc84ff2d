// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// One directive of a datafile with what was written after it.
struct Directive: Hashable, Sendable {
    /// In upper case, aliases replaced.
    let name: String
    /// Where the directive's name stands.
    let location: SourceLocation
    /// The words after it on its line; none if it has a block.
    let arguments: [Word]
    /// The lines of its block, raw: comments and blank lines are gone, indentation is kept.
    let block: SourceText?
    /// What the directive says, as written but for secrets, which are put in.
    let text: String

    /// What the directive says, without the quotes around it.
    var value: String { self.text.removingQuotes() }

    /// Where its argument stands, or the directive itself.
    var valueLocation: SourceLocation {
        if let block = self.block { return block.start }
        guard let first = self.arguments.first else { return self.location }
        return SourceLocation(file: self.location.file, line: self.location.line, column: first.column)
    }

    /// Its argument as text with places, whether it stands in a block or behind the directive.
    var content: SourceText {
        self.block ?? SourceText(lines: [(self.value, self.valueLocation)], origin: self.valueLocation)
    }

    /// Its block as a query: without the indentation its lines share.
    ///
    /// A template, which begins with `%`, keeps it: there every blank may count.
    var query: SourceText {
        self.content.text.trimmingBlanks().hasPrefix("%") ? self.content.trimmed() : self.content.dedented()
    }
}

extension [Directive] {
    /// The directive of this name that counts: where one is repeated, the last.
    func last(_ name: String) -> Directive? { self.last { $0.name == name } }

    /// Its value, if the directive is there.
    func value(_ name: String) -> String? { self.last(name)?.value }
}
