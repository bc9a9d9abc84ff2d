// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// Flattens JSON documents into tokens, one document at a time, in memory that is used again.
@safe
final class JSONParser {
    /// JSON nested deeper than this is refused; everything that walks a document may recurse that deep.
    static let depthLimit = 64

    private let parser: OpaquePointer

    /// `levelsAround` counts the arrays around the rows.
    init(levelsAround: Int = 0) {
        guard let parser = unsafe csimdjson_parser_create(UInt32(Self.depthLimit + levelsAround)) else {
            preconditionFailure("there is memory for a parser")
        }
        unsafe self.parser = parser
    }

    deinit {
        unsafe csimdjson_parser_destroy(self.parser)
    }

    /// Flattens a document that is followed by as many readable bytes as `PaddedBytes` gives it.
    ///
    /// The document may be used until the next one is parsed.
    func parse(_ text: ByteView) throws(JSONError) -> JSONDocument {
        let bytes = unsafe text.bytes.assumingMemoryBound(to: UInt8.self)
        guard let start = bytes.baseAddress else { throw .invalid }
        switch unsafe csimdjson_parse(self.parser, start, text.count) {
        case .success: break
        case .tooDeep: throw .tooDeep
        case .invalid: throw .invalid
        case .outOfMemory: throw .outOfMemory
        }
        var tokenCount = 0
        var unescapedCount = 0
        let tokens = unsafe csimdjson_tokens(self.parser, &tokenCount)
        let unescaped = unsafe csimdjson_unescaped(self.parser, &unescapedCount)
        return unsafe JSONDocument(
            tokens: UnsafeBufferPointer(start: tokens, count: tokenCount), text: text,
            unescaped: ByteView(UnsafeBufferPointer(start: unescaped, count: unescapedCount)))
    }
}

/// Why a text is no JSON document that a row could come from.
enum JSONError: Error, Hashable {
    /// No JSON, not UTF-8, or neither an object nor an array.
    case invalid
    case tooDeep
    case outOfMemory
}
