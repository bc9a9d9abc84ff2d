// Part of Martlet. Apache License 2.0; see LICENSE.

/// A finding in a user's file.
///
/// Findings are values that are collected, so that one run reports all of them; they are never thrown one by one.
package struct Diagnostic: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable {
        /// The project means nothing as it stands; nothing is deployed.
        case error
        /// The project can be used, but probably not as its author thinks.
        case warning
    }

    package let severity: Severity
    /// What was found and what was expected, a sentence without the place.
    package let message: String
    package let location: SourceLocation
    /// How to mend it, when that is known.
    package let hint: String?

    package init(_ severity: Severity = .error, _ message: String, at location: SourceLocation, hint: String? = nil) {
        self.severity = severity
        self.message = message
        self.location = location
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `datasources/events.datasource:3:5: error: message (hint)`, the form editors understand.
    package var description: String {
        let hint = self.hint.map { " (\($0))" } ?? ""
        return "\(self.location): \(self.severity.rawValue): \(self.message)\(hint)"
    }
}

extension Sequence<Diagnostic> {
    /// Whether anything here forbids to go on.
    package var hasErrors: Bool { self.contains { $0.severity == .error } }
}
