// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A request before it has an address and a token.
struct Call: Sendable {
    var method: MartletClient.HTTPMethod
    var path: String
    var query: [(String, String)]
    var headers: [(String, String)] = []
    var body: ByteBuffer?

    init(
        _ method: MartletClient.HTTPMethod, _ path: String, query: [(String, String)] = [], body: ByteBuffer? = nil,
        contentType: String? = nil, idempotencyKey: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        if let contentType { self.headers.append(("Content-Type", contentType)) }
        if let idempotencyKey { self.headers.append(("Idempotency-Key", idempotencyKey)) }
    }

    /// A request whose parameters stand in its body, and so in no log of addresses.
    static func form(_ method: MartletClient.HTTPMethod, _ path: String, _ fields: [(String, String)]) -> Call {
        Call(
            method, path, body: ByteBuffer(string: MartletClient.form(fields)), contentType: "application/x-www-form-urlencoded")
    }
}
