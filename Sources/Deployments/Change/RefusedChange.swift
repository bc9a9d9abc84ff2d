// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a resource cannot be as a request wants it.
package struct RefusedChange: ServiceError, Hashable {
    private let diagnostics: [Diagnostic]
    /// The file of the resource, which no request has seen.
    private let path: String

    init(_ diagnostics: [Diagnostic], of path: String) {
        self.diagnostics = diagnostics.filter { $0.severity == .error }
        self.path = path
    }

    package var code: ErrorCode { .invalidRequest }
    package var message: String { self.diagnostics.map(self.text).joined(separator: "; ") }

    /// `schema, line 1, column 9: message (hint)`, as far as there is a place that the request knows.
    private func text(of finding: Diagnostic) -> String {
        let message = finding.message + (finding.hint.map { " (\($0))" } ?? "")
        let place = finding.location
        if place.file == self.path { return message }
        return switch place.file {
        case "schema", "indexes": "\(place.file), line \(place.line), column \(place.column): \(message)"
        default: "\(place.file): \(message)"
        }
    }
}
