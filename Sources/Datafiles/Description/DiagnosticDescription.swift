// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// A finding in a datafile.
package struct DiagnosticDescription: Encodable, Hashable, Sendable {
    /// The included file it stands in; nil in the datafile itself.
    package let file: String?
    package let line: Int
    package let column: Int
    package let message: String
    package let hint: String?

    init(_ diagnostic: Diagnostic, of file: String) {
        self.file = diagnostic.location.file == file ? nil : diagnostic.location.file
        self.line = diagnostic.location.line
        self.column = diagnostic.location.column
        self.message = diagnostic.message
        self.hint = diagnostic.hint
    }
}
