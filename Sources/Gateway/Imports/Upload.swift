// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FileSources
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

/// What a request brings that may have parameters in its query or a form, and a file as its body or in a form.
struct Upload {
    private(set) var parameters: WireParameters
    /// The request with the file alone as its body; nil if there is none.
    private(set) var file: Request?
    /// The name that a form gives its file.
    private(set) var fileName: String?

    init(_ request: Request) async throws {
        self.parameters = try WireParameters(query: request.uri.query)
        let type = request.headers[.contentType] ?? ""
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if type.lowercased().hasPrefix("multipart/form-data") {
            try await self.read(formOf: request, type: type)
        } else if type.lowercased().hasPrefix("application/x-www-form-urlencoded"), length ?? .max <= GatewayLimits.formSize.bytes,
            request.headers[.contentEncoding] == nil
        {
            try await self.read(pairsOf: request)
        } else if length != 0, length != nil || request.headers[.transferEncoding] != nil {
            self.file = request
        }
    }

    /// Says what the request left open.
    mutating func assume(_ parameter: String, _ value: String) { self.parameters.add(parameter, text: value) }

    /// The first bytes of the file, decompressed; the file still comes whole.
    mutating func sample(upTo count: Int) async throws -> [UInt8] {
        guard let file else { return [] }
        let body = try await PeekedBody(file.body, peeking: count)
        self.file = Request(head: file.head, body: RequestBody(asyncSequence: body))
        var sample: [UInt8] = []
        do {
            let beginning = Request(head: file.head, body: RequestBody(buffer: body.peeked))
            try await FileBody(beginning).forEachPiece { piece in sample += piece.bytes.prefix(Swift.max(0, count - sample.count)) }
        } catch {
            // A beginning may end within what is compressed; what is wrong with the file shows when all of it is read.
            guard !sample.isEmpty else { throw error }
        }
        return sample
    }

    // MARK: Forms

    private static let fileParts: Set<String> = ["csv", "ndjson", "parquet", "file"]

    private mutating func read(formOf request: Request, type: String) async throws {
        let body = try await request.collectedBytes(upTo: GatewayLimits.formFileSize)
        for part in try MultipartForm(body: body, contentType: type).parts {
            if part.fileName != nil || Self.fileParts.contains(part.name) {
                guard self.file == nil else { throw WireError.badMultipart("it has several files, but one is expected") }
                self.file = request.carrying(ByteBuffer(bytes: part.content))
                self.fileName = part.fileName
            } else {
                guard let text = String(validating: part.content, as: UTF8.self) else {
                    throw WireError.badMultipart("part \"\(part.name)\" is not UTF-8 text")
                }
                self.parameters.add(part.name, text: text)
            }
        }
    }

    /// Clients call a file a form when they say nothing else: it is one if it begins like one (http-api contract, 1.3). None is
    /// as long as a file may be, or compressed.
    private mutating func read(pairsOf request: Request) async throws {
        let body = try await request.collectedBody(upTo: GatewayLimits.formSize)
        guard body.readableBytes > 0 else { return }
        let beginning = body.readableBytesView.prefix(Self.longestName + 1)
        if let end = beginning.firstIndex(of: UInt8(ascii: "=")), Self.isParameter(String(decoding: beginning[..<end], as: UTF8.self)) {
            try self.parameters.add(urlEncoded: String(buffer: body))
        } else {
            self.file = request.carrying(body)
        }
    }

    private static func isParameter(_ name: String) -> Bool {
        self.names.contains(name) || name.hasPrefix("engine_") || name.hasPrefix("dialect_")
    }

    private static let names: Set<String> = [
        "branch_mode", "cli_version", "debug", "description", "engine", "format", "indexes", "mode", "name", "progress",
        "replace_condition", "schema", "tags", "token", "type_guessing", "url",
    ]
    private static let longestName = 40
}

extension Request {
    /// The same request with a body that is a file and nothing else.
    func carrying(_ file: ByteBuffer) -> Request {
        var head = self.head
        head.headerFields[.contentType] = "application/octet-stream"
        head.headerFields[.contentEncoding] = nil
        head.headerFields[.contentLength] = String(file.readableBytes)
        return Request(head: head, body: RequestBody(buffer: file))
    }
}
