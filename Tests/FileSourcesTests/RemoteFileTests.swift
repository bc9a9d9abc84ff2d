// Part of Martlet. Apache License 2.0; see LICENSE.

import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import Testing

@testable import FileSources

struct RemoteFileTests {
    /// A server on this machine, and what it was asked for.
    private final class FileServer: Sendable {
        let requests = Mutex<[String]>([])
        let port = Mutex(0)

        func answer(_ request: Request) -> Response {
            let count = self.requests.withLock { requests in
                requests.append("\(request.head.authority ?? "")\(request.uri.path)")
                return requests.count
            }
            switch request.uri.path {
            case "/rows.csv": return self.file(Array("1,2\n3,4\n".utf8))
            case "/rows.csv.gz": return self.file(FileDecoderTests.gzipOfRow)
            case "/marked.csv": return self.file(FileDecoderTests.gzipOfRow, headers: [.contentEncoding: "gzip"])
            case "/later.csv": return count < 3 ? Response(status: .serviceUnavailable) : self.file(Array("1\n".utf8))
            case "/never.csv": return Response(status: .badGateway)
            case "/moved.csv": return Response(status: .found, headers: [.location: "/rows.csv"])
            case "/inside.csv": return Response(status: .found, headers: [.location: "http://169.254.169.254/latest/meta-data"])
            case "/other.csv": return Response(status: .temporaryRedirect, headers: [.location: "http://other.test:1/"])
            case "/loop.csv": return Response(status: .permanentRedirect, headers: [.location: "/loop.csv"])
            case "/broken.csv":
                return Response(
                    status: .ok, headers: [.contentLength: "100"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "1,2\n"))
                        throw CancellationError()
                    })
            case "/slow.csv":
                return Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "1,2\n"))
                        try await Task.sleep(for: .seconds(600))
                        try await writer.finish(nil)
                    })
            default: return Response(status: .notFound)
            }
        }

        private func file(_ bytes: [UInt8], headers: HTTPFields = [:]) -> Response {
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// Runs a server while the body lasts. Its host is `files.test`, a name that no other resolver knows.
    private func withServer(
        allowing origins: [String] = ["files.test"], silence: Duration = .seconds(30),
        _ body: (FileServer, FileFetcher) async throws -> Void
    ) async throws {
        let server = FileServer()
        let (running, start) = AsyncStream<Int>.makeStream()
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in server.answer(request) }
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { start.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "files") { _ in SwiftLogNoOpLogHandler() })
        var limits = FetchLimits()
        (limits.pause, limits.silence, limits.fileSize) = (.milliseconds(1), silence, 1 << 20)
        let fetcher = FileFetcher(
            addressGuard: AddressGuard(allowing: origins.compactMap { AllowedOrigin($0) }),
            resolver: HostResolver { host in
                ["files.test": [IPAddress("127.0.0.1")], "other.test": [IPAddress("10.0.0.1")]][host, default: []].compactMap { $0 }
            },
            limits: limits)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in running {
                server.port.withLock { $0 = port }
                break
            }
            try await body(server, fetcher)
        }
    }

    private func read(_ path: String, from server: FileServer, by fetcher: FileFetcher, host: String = "files.test") async throws -> String
    {
        let url = try RemoteURL("http://\(host):\(server.port.withLock { $0 })\(path)?key=secret")
        var bytes: [UInt8] = []
        try await fetcher.file(at: url).forEachPiece { piece in
            bytes += piece.bytes
            #expect(piece.readByteCount <= piece.expectedByteCount ?? .max)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [("/rows.csv", "1,2\n3,4\n"), ("/rows.csv.gz", "1,2\n"), ("/marked.csv", "1,2\n"), ("/later.csv", "1\n")])
    func `a file is read, plain or compressed, at the address that was checked, under the name that was asked for`(
        path: String, content: String
    ) async throws {
        try await self.withServer { server, fetcher in
            let read = try await self.read(path, from: server, by: fetcher)
            #expect(read == content)
            let port = server.port.withLock { $0 }
            #expect(server.requests.withLock { Set($0) } == ["files.test:\(port)\(path)"])
        }
    }

    @Test func `a redirect is followed, one into the network is not`() async throws {
        try await self.withServer { server, fetcher in
            let read = try await self.read("/moved.csv", from: server, by: fetcher)
            #expect(read == "1,2\n3,4\n")
            await #expect(throws: FetchError.notPublic(host: "169.254.169.254", port: 80)) {
                try await self.read("/inside.csv", from: server, by: fetcher)
            }
            await #expect(throws: FetchError.notPublic(host: "other.test", port: 1)) {
                try await self.read("/other.csv", from: server, by: fetcher)
            }
            await #expect(throws: FetchError.tooManyRedirects(host: "files.test", limit: 5)) {
                try await self.read("/loop.csv", from: server, by: fetcher)
            }
            #expect(server.requests.withLock { $0.filter { $0.hasSuffix("/loop.csv") }.count } == 6)
        }
    }

    @Test(arguments: ["files.test", "127.0.0.1", "127.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
    func `without leave, nothing is asked of this machine under any of its names`(host: String) async throws {
        try await self.withServer(allowing: []) { server, fetcher in
            let fetchers = [fetcher, FileFetcher()]
            for fetcher in fetchers {
                await #expect(throws: FetchError.self) { try await self.read("/rows.csv", from: server, by: fetcher, host: host) }
            }
            #expect(server.requests.withLock { $0 } == [])
        }
    }

    @Test func `one address that is not public spoils the others`() async throws {
        let fetcher = FileFetcher(resolver: HostResolver { _ in ["8.8.8.8", "10.0.0.1"].compactMap { IPAddress($0) } })
        await #expect(throws: FetchError.notPublic(host: "mixed.test", port: 443)) {
            try await fetcher.file(at: try RemoteURL("https://mixed.test/x")).forEachPiece { _ in }
        }
    }

    @Test func `a name is resolved once for each host on the way`() async throws {
        let count = Mutex(0)
        try await self.withServer { server, _ in
            let fetcher = FileFetcher(
                addressGuard: AddressGuard(allowing: ["127.0.0.1"].compactMap { AllowedOrigin($0) }),
                resolver: HostResolver { _ in
                    // A second answer would be another, as an attacker's would.
                    let isFirst = count.withLock { count in
                        count += 1
                        return count == 1
                    }
                    return [isFirst ? "127.0.0.1" : "10.0.0.1"].compactMap { IPAddress($0) }
                })
            let read = try await self.read("/rows.csv", from: server, by: fetcher)
            #expect(read == "1,2\n3,4\n")
        }
        #expect(count.withLock { $0 } == 1)
    }

    @Test(arguments: [
        ("/none.csv", FetchError.refused(host: "files.test", status: 404)), ("/never.csv", .refused(host: "files.test", status: 502)),
        ("/broken.csv", .brokenOff(host: "files.test")),
    ])
    func `what goes wrong is told by the host alone`(path: String, error: FetchError) async throws {
        try await self.withServer { server, fetcher in
            await #expect(throws: error) { try await self.read(path, from: server, by: fetcher) }
            #expect(!error.message.contains("secret"))
        }
    }

    @Test func `a server that falls silent is not waited for`() async throws {
        try await self.withServer(silence: .seconds(5)) { server, fetcher in
            await #expect(throws: FetchError.stalled(host: "files.test")) { try await self.read("/slow.csv", from: server, by: fetcher) }
        }
    }

    @Test func `a host without an address, and one that does not answer`() async throws {
        try await self.withServer(allowing: ["files.test"]) { server, fetcher in
            await #expect(throws: FetchError.unknownHost("nowhere.test")) {
                try await self.read("/rows.csv", from: server, by: fetcher, host: "nowhere.test")
            }
            server.port.withLock { $0 = 1 }
            await #expect(throws: FetchError.unreachable(host: "files.test")) {
                try await self.read("/rows.csv", from: server, by: fetcher)
            }
        }
    }
}
