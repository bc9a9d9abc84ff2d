// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A server on this machine that speaks S3's protocol, with one bucket, `exports`.
final class ObjectStore: Sendable {
    let url: String
    private let program: Program

    private init(url: String, program: Program) {
        self.url = url
        self.program = program
    }

    /// Runs `body` with a store of its own.
    static func with(_ body: (ObjectStore) async throws -> Void) async throws {
        let python = try Program(["s3"], of: repository.appending(path: "scripts/peer").path)
        try await eventually("the store is installed", within: .seconds(300)) { !python.isRunning && python.outputText.hasSuffix("\n") }
        let path = python.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
        let program = try Program(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], of: repository.appending(path: path).path)
        var url: String?
        try await eventually("the store listens") {
            guard program.isRunning else { throw TimedOut(description: "the store ended: \(program.errorText)") }
            url = program.errorText.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/).map { String($0.0) }
            return url != nil
        }
        let store = ObjectStore(url: url ?? "", program: program)
        do {
            _ = try await store.request("PUT", "/exports")
            try await body(store)
        } catch {
            try await program.stop()
            throw error
        }
        try await program.stop()
    }

    /// The names of all files of the bucket.
    func files() async throws -> [String] {
        try await self.request("GET", "/exports?list-type=2").matches(of: /<Key>([^<]*)<\/Key>/).map { String($0.1) }.sorted()
    }

    func text(of file: String) async throws -> String { try await self.request("GET", "/exports/\(file)") }

    private func request(_ method: String, _ path: String) async throws -> String {
        var request = HTTPClientRequest(url: self.url + path)
        request.method = .init(rawValue: method)
        // Anonymous callers see no files; signatures are not looked at.
        let scope = "Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
        request.headers.add(name: "Authorization", value: "AWS4-HMAC-SHA256 \(scope)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return String(buffer: try await response.body.collect(upTo: 64 << 20))
    }
}
