// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression

/// A way in which an answer may be compressed.
enum ContentEncoding: String, Sendable {
    /// Where a client likes both as much, it is the faster one, and the smaller.
    case zstd
    case gzip

    /// What to compress with for a client that sends this `Accept-Encoding`; nil for not at all (RFC 9110, section 12.5.3).
    init?(accepted header: String) {
        var weights: [Substring: Double] = [:]
        for item in header.split(separator: ",") {
            let parts = item.split(separator: ";", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard let name = parts.first?.prefix(while: { $0 != " " }), !name.isEmpty else { continue }
            weights[Substring(name.lowercased())] = parts.count > 1 ? Self.weight(parts[1]) : 1
        }
        let weight = { (encoding: Self) in weights[Substring(encoding.rawValue)] ?? weights["*"] ?? 0 }
        let preferred: Self = weight(.gzip) > weight(.zstd) ? .gzip : .zstd
        // A client that would rather have none is given none.
        guard weight(preferred) > 0, weight(preferred) >= weights["identity"] ?? 0 else { return nil }
        self = preferred
    }

    func makeCompressor() throws(CompressionError) -> any Compressor {
        switch self {
        case .zstd: try ZstdCompressor()
        case .gzip: try GzipCompressor()
        }
    }

    /// The number of `q=0.5`; one that is none counts as a refusal.
    private static func weight(_ parameter: some StringProtocol) -> Double {
        let parts = parameter.split(separator: "=", maxSplits: 1).map { part in String(part.filter { $0 != " " }) }
        guard parts.count == 2, parts[0].lowercased() == "q", let weight = Double(parts[1]), (0...1).contains(weight) else { return 0 }
        return weight
    }
}
