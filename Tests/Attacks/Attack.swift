// Part of Martlet. Apache License 2.0; see LICENSE.

/// A text that reaches for what is not its sender's, and what must become of it.
package struct Attack: Sendable, CustomStringConvertible {
    /// What must become of it.
    package enum Expectation: Sendable, Hashable {
        /// It is refused in these words before the engine sees it.
        case refused(String)
        /// It may be run, for this reason, and must show nothing that it was made for.
        case harmless(String)
    }

    /// Where it is sent.
    package enum Door: Sendable, Hashable {
        /// Ad-hoc SQL.
        case sql
        /// SQL over the answer of the endpoint `mine`.
        case q
        /// Ad-hoc SQL in which `_` is the pipe `mine`.
        case pipeline
        /// The parameter of this name of the endpoint `params`.
        case parameter(String)
        /// The condition of a deletion, from an administrator.
        case condition
        /// The row filter of a token that an administrator makes.
        case filter
    }

    package let text: String
    package let door: Door
    package let expectation: Expectation
    /// Where it stands: `files.sql:12`.
    package let place: String

    /// The words of an error without the place in the text, which depends on the length of names in it.
    package static func words(_ message: String) -> String {
        message.replacing("\n", with: " ").replacing(/\ \(line \d+, column \d+\)/, with: "")
    }

    package var description: String { "\(self.place) \(self.text)" }
}
