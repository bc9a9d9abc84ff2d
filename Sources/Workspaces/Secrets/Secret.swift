// Part of Martlet. Apache License 2.0; see LICENSE.

/// A value that only queries and connections get to see, by its name; printing it never shows the value.
package struct Secret: Sendable, Hashable, CustomStringConvertible {
    package let name: String
    package let value: String
    /// Who has set the value.
    package let editor: String
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    package init(name: String, value: String, editor: String, createdAt: Timestamp, updatedAt: Timestamp) {
        self.name = name
        self.value = value
        self.editor = editor
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var description: String { "secret \(self.name)" }

    /// Bytes of a value (http-api contract, 13).
    package static let mostBytes = 8 << 10
    /// Secrets of a workspace.
    package static let most = 100
    /// Bytes of a name.
    private static let mostNameBytes = 128

    /// Whether a template can call a secret so.
    package static func isValidName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= Self.mostNameBytes
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
