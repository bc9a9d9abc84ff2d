// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression

/// Decompresses a file as its sender says, or, where nothing is said, as its first bytes say: no rows begin like gzip or Zstandard.
package struct FileDecoder {
    private enum State {
        /// Too few bytes to know. Next: `plain`, `compressed`.
        case unknown([UInt8])
        case plain
        case compressed(any Decompressor)
    }

    private let limit: Int
    private var state: State

    /// - Parameters:
    ///   - encoding: The value of `Content-Encoding`.
    ///   - limit: The most bytes that may come out.
    package init(encoding: String?, limit: Int) throws(FileDecoderError) {
        self.limit = limit
        switch encoding?.lowercased() {
        case nil, "", "identity": self.state = .unknown([])
        case "gzip", "x-gzip": self.state = .compressed(try Self.make(GzipDecompressor.self, limit: limit))
        case "zstd": self.state = .compressed(try Self.make(ZstdDecompressor.self, limit: limit))
        case .some(let encoding): throw .unsupported(encoding)
        }
    }

    /// The decompressed next bytes.
    package mutating func decode(_ bytes: [UInt8]) throws(FileDecoderError) -> [UInt8] {
        switch self.state {
        case .plain: return bytes
        case .compressed(let decompressor): return try Self.run { () throws(CompressionError) in try decompressor.decompress(bytes) }
        case .unknown(let before):
            let start = before + bytes
            guard start.count >= Self.magicLength else {
                self.state = .unknown(start)
                return []
            }
            return try self.begin(with: start)
        }
    }

    /// What was held back; throws if the file is not complete.
    package mutating func finish() throws(FileDecoderError) -> [UInt8] {
        switch self.state {
        case .plain: return []
        case .unknown(let bytes): return bytes
        case .compressed(let decompressor):
            try Self.run { () throws(CompressionError) in try decompressor.finish() }
            return []
        }
    }

    private mutating func begin(with bytes: [UInt8]) throws(FileDecoderError) -> [UInt8] {
        if bytes.starts(with: [0x1F, 0x8B, 0x08]) {
            self.state = .compressed(try Self.make(GzipDecompressor.self, limit: self.limit))
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self.state = .compressed(try Self.make(ZstdDecompressor.self, limit: self.limit))
        } else {
            self.state = .plain
        }
        return try self.decode(bytes)
    }

    private static func make<Kind: Decompressor>(_ kind: Kind.Type, limit: Int) throws(FileDecoderError) -> Kind {
        try self.run { () throws(CompressionError) in try Kind(limit: limit) }
    }

    private static func run<Result>(_ step: () throws(CompressionError) -> Result) throws(FileDecoderError) -> Result {
        do { return try step() } catch { throw error == .outputTooLarge ? .tooLarge : .malformed(String(describing: error)) }
    }

    /// The length of the longest mark of a format.
    private static let magicLength = 4
}
