// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
internal import MartletCore

/// A file that holds a secret key, which only this user may read.
struct KeyFile {
    let path: String
    /// What the key is, for messages.
    let purpose: String

    /// Reads the key, and makes it first where there is none.
    func loadOrMake(byteCount: Int) throws -> [UInt8] {
        if let stored = FileManager.default.contents(atPath: self.path) {
            guard stored.count >= byteCount else {
                throw RequestError(
                    .internal, "\(self.purpose) at \(self.path) is damaged: it has \(stored.count) bytes instead of \(byteCount)")
            }
            return Array(stored)
        }
        let key = unsafe SymmetricKey(size: SymmetricKeySize(bitCount: byteCount * 8)).withUnsafeBytes { unsafe Data($0) }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: self.path, contents: key, attributes: attributes) else {
            throw RequestError(.internal, "\(self.purpose) cannot be written to \(self.path)")
        }
        return Array(key)
    }
}
