// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials

extension IdempotencyKey {
    /// The key that a client has named, for this content.
    init(_ text: String, content: [UInt8]) {
        let hash = SHA256.hash(data: Array(text.utf8)).prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        let contentHash = SHA256.hash(data: content).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(hash: max(hash, 1), contentHash: contentHash)
    }
}

extension LogTime {
    static var now: LogTime { LogTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
