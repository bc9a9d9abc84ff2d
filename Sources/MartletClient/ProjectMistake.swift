// Part of Martlet. Apache License 2.0; see LICENSE.

/// A mistake in a project, and where it is.
public struct ProjectMistake: Sendable, Hashable, Decodable {
    /// The file's path in the project.
    public let file: String
    /// From 1.
    public let line: Int
    /// From 1.
    public let column: Int
    /// What was found and what was expected.
    public let message: String
    /// How to mend it, when that is known.
    public let hint: String?

    /// A mistake at a place.
    public init(file: String, line: Int, column: Int, message: String, hint: String? = nil) {
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
