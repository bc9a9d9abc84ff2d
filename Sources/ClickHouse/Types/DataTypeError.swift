// Part of Martlet. Apache License 2.0; see LICENSE.

/// Why a text is no data type.
package struct DataTypeError: Error, Hashable, Sendable {
    /// What was found; as the Tinybird command line words it where it does.
    package let message: String
    /// How to mend it, when that is known.
    package let hint: String?
    /// Where in the text, in Unicode scalars.
    package let offset: Int

    /// A family of types that does not exist, or is not accepted.
    init(_ message: String, hint: String? = nil, at offset: Int) {
        self.message = message
        self.hint = hint
        self.offset = offset
    }

    /// A known family that is used wrongly.
    static func invalid(_ reason: String, at offset: Int) -> DataTypeError {
        DataTypeError("Error parsing type: \(reason)", at: offset)
    }
}
