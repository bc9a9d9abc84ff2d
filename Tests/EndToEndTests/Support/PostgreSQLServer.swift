// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import NIOCore
import NIOPosix

/// A PostgreSQL server of the test's own: Debian's program, a new cluster on a free port, passwords required.
final class PostgreSQLServer: Sendable {
    let port: Int
    private let folder: URL
    private let program: Program

    /// The user that owns everything.
    private static let owner = "owner"
    private static let ownerPassword = "owner's password"

    private init(port: Int, folder: URL, program: Program) {
        self.port = port
        self.folder = folder
        self.program = program
    }

    var address: String { "127.0.0.1:\(self.port)" }

    /// Runs `body` with a server and a database `app`.
    static func with(_ body: (PostgreSQLServer) async throws -> Void) async throws {
        let folder = try ServerFixture.scratchFolder()
        try Data(self.ownerPassword.utf8).write(to: folder.appending(path: "password"))
        if getuid() == 0 { try await self.check(Program.run(["-R", "postgres", folder.path], of: "/usr/bin/chown")) }
        let cluster = folder.appending(path: "cluster").path
        let initdb = try self.command(
            "initdb", "-D", cluster, "-U", self.owner, "--pwfile", folder.appending(path: "password").path, "-A", "scram-sha-256",
            "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        try await self.check(Program.run(initdb.arguments, of: initdb.executable, in: URL(filePath: "/")))
        let port = try await self.freePort()
        let postgres = try self.command(
            "postgres", "-D", cluster, "-p", "\(port)", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "fsync=off")
        let program = try Program(postgres.arguments, of: postgres.executable, in: URL(filePath: "/"))
        let server = PostgreSQLServer(port: port, folder: folder, program: program)
        do {
            try await eventually("PostgreSQL takes connections") {
                guard program.isRunning else { throw TimedOut(description: "PostgreSQL ended: \(program.errorText)") }
                return program.errorText.contains("ready to accept connections")
            }
            try await server.run("CREATE DATABASE app", in: "postgres")
            try await body(server)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    /// Runs statements as the owner.
    func run(_ sqlText: String, in database: String = "app") async throws {
        try await Self.check(
            Program.run(
                ["-h", "127.0.0.1", "-p", "\(self.port)", "-U", Self.owner, "-d", database, "-v", "ON_ERROR_STOP=1", "-q"],
                of: "/usr/bin/psql", environment: ["PGPASSWORD": Self.ownerPassword], input: Data(sqlText.utf8)))
    }

    /// Ends it without waiting for those who are connected; it can be done twice.
    func stop() async throws {
        guard self.program.isRunning else { return }
        self.program.signal(SIGINT)
        try await eventually("PostgreSQL ends") { !self.program.isRunning }
    }

    /// How one of PostgreSQL's programs is called; they refuse to work for root.
    private static func command(_ name: String, _ arguments: String...) throws -> (executable: String, arguments: [String]) {
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
        let newest = versions.max { $0.compare($1, options: .numeric) == .orderedAscending } ?? ""
        let path = "/usr/lib/postgresql/\(newest)/bin/\(name)"
        guard getuid() == 0 else { return (path, arguments) }
        return ("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path] + arguments)
    }

    private static func check(_ result: Program.Result) throws {
        guard result.status == 0 else { throw TimedOut(description: "status \(result.status): \(result.errors)") }
    }

    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }
}
