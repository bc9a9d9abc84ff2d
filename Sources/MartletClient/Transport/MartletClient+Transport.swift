// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import FoundationEssentials
package import NIOCore
internal import NIOHTTP1

extension MartletClient {
    package func send<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, query: [(String, String)] = [], body: ByteBuffer? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil, as type: Answer.Type
    ) async throws -> Answer {
        let call = Call(method, path, query: query, body: body, contentType: contentType, idempotencyKey: idempotencyKey)
        return try await self.send(call, as: type)
    }

    @discardableResult
    package func send(
        _ method: HTTPMethod, _ path: String, query: [(String, String)] = [], body: ByteBuffer? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil
    ) async throws -> ByteBuffer {
        try await self.send(Call(method, path, query: query, body: body, contentType: contentType, idempotencyKey: idempotencyKey))
    }

    func send<Answer: Decodable>(_ call: Call, as type: Answer.Type) async throws -> Answer {
        try self.decode(type, from: try await self.send(call), to: call)
    }

    @discardableResult
    func send(_ call: Call) async throws -> ByteBuffer {
        let response = try await self.open(call)
        return try await self.body(of: response)
    }

    /// Sends a request and returns when its answer begins; one that says no is thrown.
    func open(_ call: Call) async throws -> HTTPClientResponse {
        let response: HTTPClientResponse
        do {
            response = try await self.httpClient.execute(self.request(for: call), timeout: TimeAmount(self.timeout))
        } catch {
            // The HTTP library has words of its own for it.
            try Task.checkCancellation()
            throw MartletClientError(status: nil, message: "\(self.url) does not answer: is the server running there? (\(error))")
        }
        self.onAnswer?("\(call.method.rawValue) \(call.path): \(response.status.code)")
        guard (200..<300).contains(response.status.code) else {
            throw MartletClientError(
                status: Int(response.status.code), headers: response.headers, body: try await self.body(of: response))
        }
        return response
    }

    func body(of response: HTTPClientResponse) async throws -> ByteBuffer {
        do {
            return try await response.body.collect(upTo: Self.answerBytes)
        } catch {
            try Task.checkCancellation()
            throw MartletClientError(status: nil, message: "the answer of \(self.url) broke off (\(error))")
        }
    }

    /// Reads JSON; what is not understood is quoted.
    func decode<Answer: Decodable>(
        _ type: Answer.Type, from bytes: ByteBuffer, to call: Call, by decoder: JSONDecoder = JSONDecoder()
    ) throws -> Answer {
        do {
            return try decoder.decode(Answer.self, from: Data(bytes.readableBytesView))
        } catch {
            throw MartletClientError(
                status: 200,
                message: "the server's answer to \(call.path) is not understood: \(String(buffer: bytes).prefix(200)) (\(error))")
        }
    }

    private func request(for call: Call) -> HTTPClientRequest {
        let query = call.query + (self.readsStaging ? [("__tb__deployment", "staging")] : [])
        let queryText = Self.form(query)
        var request = HTTPClientRequest(url: self.url + call.path + (queryText.isEmpty ? "" : "?\(queryText)"))
        request.method = .init(rawValue: call.method.rawValue)
        if !self.token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(self.token)") }
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        if let body = call.body { request.body = .bytes(body) }
        return request
    }

    /// The method names this client uses.
    package enum HTTPMethod: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// `a=1&b=2`, escaped.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    package static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar) {
                return String(scalar)
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }

    /// The largest answer that is taken: that of the server's own limit on results, and some.
    static let answerBytes = 128 << 20
}
