// Part of Martlet. Apache License 2.0; see LICENSE.

/// A mistake in a project, and where it is.
package struct ProjectMistake: Sendable, Hashable, Decodable {
    /// The file's path in the project.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1.
    package let column: Int
    /// What was found and what was expected.
    package let message: String
    /// How to mend it, when that is known.
    package let hint: String?

    /// A mistake at a place.
    package init(file: String, line: Int, column: Int, message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    enum CodingKeys: String, CodingKey {
        case line, column, message, hint
        case file = "filename"
    }

    struct List: Decodable {
        let errors: [ProjectMistake]
    }
}
