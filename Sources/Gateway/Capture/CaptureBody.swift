// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import FoundationEssentials
internal import Ingestion
internal import MartletCore

/// The JSON text of captured events, out of whichever wrapping an SDK has chosen: plain, gzip, or base64 in a form or in the URL.
struct CaptureBody {
    let json: String

    /// A body whose `Content-Encoding` has been undone, and the parameters of the URL.
    init(_ bytes: [UInt8], query: WireParameters) throws {
        var text = String(decoding: try Self.inflated(bytes), as: UTF8.self)
        var compression = query["compression"]
        if text.isEmpty { text = query["data"] ?? "" }
        if !Self.isJSON(text), text.hasPrefix("data=") || text.contains("&data=") {
            var form = try WireParameters(query: nil)
            try form.add(urlEncoded: text)
            text = form["data"] ?? ""
            compression = form["compression"] ?? compression
        }
        if Self.isJSON(text) {
            self.json = text
        } else if compression == "lz64" {
            // It looks like base64; SDKs choose it where a server offers it.
            throw WireError.badParameter("compression", expected: "gzip, gzip-js or base64")
        } else {
            self.json = try Self.decodedBase64(text)
        }
    }

    private static func isJSON(_ text: String) -> Bool {
        let first = text.utf8.first { $0 > UInt8(ascii: " ") }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// Browsers may not set `Content-Encoding`, so the bytes say it themselves.
    private static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        do {
            let inflated = try Gzip.decompress(bytes, limit: IngestLimits.bodySize.bytes)
            try BodyBudget.take(inflated.count)
            return inflated
        } catch CompressionError.outputTooLarge {
            throw RequestError(.tooLarge, "body is larger than \(IngestLimits.bodySize.bytes) bytes")
        } catch let error as CompressionError {
            throw WireError.badCompression(error.description)
        }
    }

    /// Both alphabets, with and without padding; a form has made blanks of the pluses that were not escaped.
    private static func decodedBase64(_ text: String) throws -> String {
        var standard = text.replacing("-", with: "+").replacing("_", with: "/").replacing(" ", with: "+")
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard !text.isEmpty, let data = Data(base64Encoded: standard) else {
            throw RequestError(.invalidRequest, "the body is no events: expected JSON, gzip of JSON, or base64 of either in \"data\"")
        }
        return String(decoding: try Self.inflated([UInt8](data)), as: UTF8.self)
    }
}
