// Part of Martlet. Apache License 2.0; see LICENSE.

import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Gateway

/// What of a request is parameters, and what is a file.
struct UploadTests {
    private static func request(_ body: String, type: String?, query: String = "", pieces: Int = 1) -> Request {
        var head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/v0/datasources?\(query)")
        head.headerFields[.contentType] = type
        head.headerFields[.contentLength] = String(body.utf8.count)
        let bytes = Array(body.utf8)
        let size = max(1, bytes.count / pieces)
        let parts = stride(from: 0, to: bytes.count, by: size).map { ByteBuffer(bytes: bytes[$0..<min($0 + size, bytes.count)]) }
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        for part in parts { continuation.yield(part) }
        continuation.finish()
        return Request(head: head, body: RequestBody(asyncSequence: stream))
    }

    private static func content(of upload: Upload) async throws -> String? {
        guard let file = upload.file else { return nil }
        return String(buffer: try await file.body.collect(upTo: 1 << 20))
    }

    private static let form = "application/x-www-form-urlencoded"

    @Test(
        arguments: [
            ("name=a&schema=b+c", form, nil), ("engine_ttl=x&name=a", form, nil), ("a=1,b=2\n", form, "a=1,b=2\n"),
            ("{\"a\":\"name=\"}", form, "{\"a\":\"name=\"}"),
            ("name=a", "text/plain", "name=a"), ("", form, nil), ("", nil, nil), ("x", nil, "x"),
        ] as [(String, String?, String?)])
    func `a body is a form only if it begins like one`(body: String, type: String?, file: String?) async throws {
        let upload = try await Upload(Self.request(body, type: type))
        #expect(try await Self.content(of: upload) == file)
        #expect((upload.parameters["name"] == "a") == (file == nil && !body.isEmpty))
    }

    @Test func `what is compressed or long is no form`() async throws {
        var request = Self.request("name=a", type: Self.form)
        var head = request.head
        head.headerFields[.contentEncoding] = "gzip"
        request = Request(head: head, body: request.body)
        #expect(try await Self.content(of: try await Upload(request)) == "name=a")
        let long = "name=a&schema=" + String(repeating: "x", count: 1 << 20)
        #expect(try await Upload(Self.request(long, type: Self.form)).file != nil)
    }

    @Test func `a multipart form has parameters and one file`() async throws {
        let part = { (head: String, content: String) in "--b\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n" }
        let body = part("name=\"name\"", "a") + part("name=\"csv\"; filename=\"x/y z.csv\"", "1,2\n") + "--b--\r\n"
        let type = "multipart/form-data; boundary=b"
        let upload = try await Upload(Self.request(body, type: type, query: "name=query&mode=create"))
        #expect(upload.parameters["name"] == "query")
        #expect(upload.fileName == "x/y z.csv")
        #expect(try await Self.content(of: upload) == "1,2\n")
        let two = part("name=\"csv\"", "1\n") + part("name=\"ndjson\"", "1\n") + "--b--\r\n"
        await #expect(throws: WireError.self) { try await Upload(Self.request(two, type: type)) }
    }

    @Test(arguments: [1, 3, 50])
    func `a file that was sampled still comes whole`(pieces: Int) async throws {
        let text = (0..<100).map { "\($0)\n" }.joined()
        var upload = try await Upload(Self.request(text, type: "text/csv", pieces: pieces))
        let sample = try await upload.sample(upTo: 40)
        #expect(String(decoding: sample, as: UTF8.self) == String(text.prefix(40)))
        #expect(try await Self.content(of: upload) == text)
    }

    @Test func `a sample of a short file is all of it`() async throws {
        var upload = try await Upload(Self.request("a,b\n", type: "text/csv"))
        #expect(try await upload.sample(upTo: 1 << 20) == Array("a,b\n".utf8))
        #expect(try await Self.content(of: upload) == "a,b\n")
    }
}
