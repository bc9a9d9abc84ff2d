// Part of Martlet. Apache License 2.0; see LICENSE.

import Glibc
import MartletCore

/// A small HTTP client for one request at a time, over a Unix socket. It can hang up when a test wants it to.
struct SocketClient: Sendable {
    let path: String

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: self.body, as: UTF8.self) }
    }

    /// Sends a query in the body.
    func query(_ sql: String, _ parameters: String = "") async throws -> Answer {
        try await self.send("POST", parameters: parameters, body: Array(sql.utf8))
    }

    /// Sends a query in the URL and bytes behind it.
    func query(_ sql: String, _ parameters: String = "", body: [UInt8], headers: [String: String] = [:]) async throws -> Answer {
        try await self.send("POST", parameters: "query=\(sql.urlEncoded)&\(parameters)", body: body, headers: headers)
    }

    func send(
        _ method: String, path: String = "/", parameters: String = "", body: [UInt8] = [], headers: [String: String] = [:]
    ) async throws -> Answer {
        let request = self.request(method, path: path, parameters: parameters, body: body, headers: headers)
        return try await withCheckedThrowingContinuation { continuation in
            // Reading blocks, so it gets a thread of its own.
            Self.detachThread { continuation.resume(with: Result { try self.connect().exchange(request) }) }
        }
    }

    /// Sends a query and does not wait for its answer; dropping the connection hangs up.
    func begin(_ sql: String, _ parameters: String = "") throws -> Connection {
        let connection = try self.connect()
        try connection.write(self.request("POST", path: "/", parameters: parameters, body: Array(sql.utf8), headers: [:]))
        return connection
    }

    private func request(_ method: String, path: String, parameters: String, body: [UInt8], headers: [String: String]) -> [UInt8] {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        let head =
            "\(method) \(path)?\(parameters) HTTP/1.1\r\nHost: engine\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\(fields)\r\n"
        return Array(head.utf8) + body
    }

    private func connect() throws -> Connection { try Connection(path: self.path) }

    private static func detachThread(_ body: @escaping @Sendable () -> Void) {
        final class Box { let body: @Sendable () -> Void; init(_ body: @escaping @Sendable () -> Void) { self.body = body } }
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
        unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box)
        pthread_detach(thread)
    }
}

extension SocketClient {
    /// An open connection, closed when it is let go.
    final class Connection: Sendable {
        private let descriptor: Int32

        init(path: String) throws {
            self.descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
            let status = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.connect(self.descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard status == 0 else {
                Glibc.close(self.descriptor)
                throw RequestError(.unavailable, "cannot connect to \(path): error \(errno)")
            }
        }

        deinit { Glibc.close(self.descriptor) }

        func write(_ bytes: [UInt8]) throws {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw RequestError(.unavailable, "the engine hung up: error \(errno)") }
                rest = rest.dropFirst(count)
            }
        }

        func exchange(_ request: [UInt8]) throws -> Answer {
            try self.write(request)
            return try self.answer()
        }

        /// Whether an answer has begun.
        var hasAnswer: Bool {
            var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
            return unsafe poll(&descriptor, 1, 0) > 0
        }

        /// Everything up to the end of the connection.
        func answer() throws -> Answer {
            var received: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 256 << 10)
            while true {
                let count = unsafe Glibc.read(self.descriptor, &chunk, chunk.count)
                guard count > 0 else { break }
                received += chunk[..<count]
            }
            guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else {
                throw RequestError(.unavailable, "the engine hung up without an answer")
            }
            let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let headers = lines.dropFirst().compactMap { line in
                line.firstRange(of: ": ").map { (line[..<$0.lowerBound].lowercased(), String(line[$0.upperBound...])) }
            }
            let fields = Dictionary(headers) { $1 }
            let body = Array(received[end.upperBound...])
            return Answer(
                status: lines.first.flatMap { Int($0.dropFirst("HTTP/1.1 ".count).prefix(3)) } ?? 0, headers: fields,
                body: fields["transfer-encoding"] == "chunked" ? Self.joined(chunks: body) : body)
        }

        private static func joined(chunks: [UInt8]) -> [UInt8] {
            var joined: [UInt8] = []
            var rest = chunks[...]
            while let end = rest.firstRange(of: Array("\r\n".utf8)),
                let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16), count > 0,
                count <= rest[end.upperBound...].count
            {
                joined += rest[end.upperBound...].prefix(count)
                rest = rest[end.upperBound...].dropFirst(count + 2)
            }
            return joined
        }
    }
}

extension String {
    var urlEncoded: String {
        self.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber)
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
