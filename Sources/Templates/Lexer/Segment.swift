// Part of Martlet. Apache License 2.0; see LICENSE.

/// A piece of a template's text: SQL, an expression or a tag. Comments leave no segment.
struct Segment: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// SQL to be copied.
        case text
        /// The inside of `{{ … }}`, without blanks at the ends.
        case expression
        /// The inside of `{% … %}`, without blanks at the ends.
        case tag
    }

    let kind: Kind
    let content: String
    /// The line on which it begins, from 1.
    let line: Int
}
