// Part of Martlet. Apache License 2.0; see LICENSE.

/// A place in a text a person wrote: what an editor jumps to.
///
/// Lines and columns count from 1; a column counts Unicode scalars.
package struct SourceLocation: Sendable, Hashable {
    /// The file as the user names it: a path relative to the project, or `query` for ad-hoc SQL.
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    package var description: String { "\(self.file):\(self.line):\(self.column)" }
}
