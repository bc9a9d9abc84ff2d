// Part of Martlet. Apache License 2.0; see LICENSE.

/// A value of a JSON text which knows where it stands: a mistake in a configuration is reported at its line.
struct JSONValue {
    enum Content {
        case null
        case bool(Bool)
        /// As written.
        case number(String)
        case string(String)
        case array([JSONValue])
        /// Of members of one name, the last.
        case object([String: JSONValue])
    }

    let content: Content
    /// In scalars from the start of the text.
    let offset: Int

    /// What it is, with an article.
    var kind: String {
        switch self.content {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The string it is, if it is one.
    var string: String? {
        guard case .string(let string) = self.content else { return nil }
        return string
    }
}

/// Why a text is no JSON. The message holds nothing of the text, which may hold secrets.
struct JSONSyntaxError: Error {
    let message: String
    let offset: Int
}
