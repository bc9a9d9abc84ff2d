// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A statement and the data behind it, put together from the URL and the body of a request.
struct IncomingStatement {
    let statement: Statement
    /// The rows of an insert.
    let data: MemoryFile?

    /// Reads the body: a statement as a whole, the data of an insert straight into a file.
    static func read(_ request: Request, query: [UInt8]) async throws -> IncomingStatement {
        var body = try BodyReader(request)
        var text = query
        // A statement in the URL needs no more of the body than to see whether it is an insert with data.
        while text.count <= EngineLimits.statementBytes, query.isEmpty, let piece = try await body.next() { text += piece }

        let statement = try StatementParser.parse(text)
        if case .dataInsert(let insert) = statement.kind {
            return IncomingStatement(statement: statement, data: try await Self.data(text[insert.dataStart...], and: &body))
        }
        if !query.isEmpty {
            while text.count <= EngineLimits.statementBytes, let piece = try await body.next() {
                if text.count == query.count { text.append(UInt8(ascii: "\n")) }
                text += piece
            }
        }
        guard text.count <= EngineLimits.statementBytes else { throw EngineException.queryTooLarge(limit: EngineLimits.statementBytes) }
        return IncomingStatement(statement: text.count == query.count ? statement : try StatementParser.parse(text), data: nil)
    }

    private static func data(_ head: ArraySlice<UInt8>, and body: inout BodyReader) async throws -> MemoryFile {
        let file = try MemoryFile()
        try file.append(head)
        while let piece = try await body.next() { try file.append(piece) }
        return file
    }
}

/// The body of a request, decompressed as its header says, and never more than ``EngineLimits/insertBytes`` of it.
private struct BodyReader {
    private var pieces: RequestBody.AsyncIterator
    private let decompressor: GzipDecompressor?
    private var count = 0

    init(_ request: Request) throws {
        self.pieces = request.body.makeAsyncIterator()
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": self.decompressor = nil
        case "gzip", "x-gzip": self.decompressor = try GzipDecompressor(limit: EngineLimits.insertBytes)
        case .some(let encoding):
            throw EngineException(code: 48, name: "NOT_IMPLEMENTED", text: "Content-Encoding '\(encoding)' is not supported: use gzip")
        }
    }

    mutating func next() async throws -> [UInt8]? {
        do {
            guard let piece = try await self.pieces.next(isolation: #isolation) else {
                try self.decompressor?.finish()
                return nil
            }
            let bytes = try self.decompressor?.decompress(piece.readableBytesView) ?? Array(piece.readableBytesView)
            self.count += bytes.count
            guard self.count <= EngineLimits.insertBytes else { throw CompressionError.outputTooLarge }
            return bytes
        } catch CompressionError.outputTooLarge {
            throw EngineException(
                code: 229, name: "QUERY_IS_TOO_LARGE", text: "The body is longer than \(EngineLimits.insertBytes) bytes")
        } catch let error as CompressionError {
            throw EngineException(code: 354, name: "ZLIB_INFLATE_FAILED", text: "The body cannot be decompressed: \(error)")
        }
    }
}
