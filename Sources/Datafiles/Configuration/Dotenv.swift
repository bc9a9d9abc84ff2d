// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The variables of a `.env` file: lines `NAME=value`, as the library python-dotenv reads them.
///
/// A value may stand in single or double quotes and then span lines; without quotes it ends before a `#` that follows a
/// blank. `${NAME}` and `${NAME:-default}` are replaced, in any kind of quotes. A line that cannot be read is left out with a
/// warning, which holds nothing of the line.
package struct Dotenv: Hashable, Sendable {
    /// Of variables of one name, the last; a name without `=` takes the value away.
    package let values: [String: String]
    /// A warning for each line that is left out.
    package let diagnostics: [Diagnostic]

    /// The files of a project, in the order in which they are read.
    package static let fileNames = [".env", ".env.local"]

    /// Reads a file; `environment` has the variables that expressions can name besides those of the file.
    package init(_ file: ProjectFile, environment: [String: String] = [:]) {
        var parser = DotenvParser(file)
        var values: [String: String?] = [:]
        for variable in parser.variables() {
            var value: String?
            if let text = variable.value {
                value = VariableExpansion.expand(text) { name, fallback in
                    if let value = values[name] { return value ?? "" }
                    return environment[name] ?? fallback ?? ""
                }
                if value == nil {
                    parser.warn("This value is left out: it has more than \(DatafileLimits.variableByteCount) bytes", at: variable.offset)
                }
            }
            values[variable.name] = .some(value)
        }
        self.values = values.compactMapValues { $0 }
        self.diagnostics = parser.diagnostics
    }

    /// The secrets that several files make together: the last file wins, and what is empty is none.
    package static func secrets(of files: [Dotenv]) -> [String: String] {
        files.reduce(into: [:]) { $0.merge($1.values) { $1 } }.filter { !$0.value.isEmpty }
    }
}

extension Dotenv: CustomStringConvertible {
    /// The names only: values may be secrets.
    package var description: String { "variables \(self.values.keys.sorted().joined(separator: ", "))" }
}
