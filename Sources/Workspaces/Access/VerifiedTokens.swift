// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// JSON web tokens that were found to be right, by their texts: the same few come again and again.
final class VerifiedTokens: Sendable {
    struct Entry {
        let grant: AccessGrant
        let expiry: Int
        /// The text of the token that it is signed with; it holds as long as that one does.
        let signer: String
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Tokens at a time, of at most 8 KiB each; to verify one again takes some ten microseconds.
    private static let capacity = 4_096

    subscript(text: String) -> Entry? {
        self.entries.withLock { $0[text] }
    }

    func remember(_ entry: Entry, for text: String) {
        self.entries.withLock { entries in
            if entries.count >= Self.capacity { entries = [:] }
            entries[text] = entry
        }
    }
}
