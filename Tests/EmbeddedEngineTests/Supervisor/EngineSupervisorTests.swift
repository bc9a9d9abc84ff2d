// Part of Martlet. Apache License 2.0; see LICENSE.

import FoundationEssentials
import Glibc
import MartletCore
import Testing

@testable import EmbeddedEngine

@Suite struct EngineSupervisorTests {
    @Test func `a killed child is started again with its data`() async throws {
        try await EngineFixture.with { _ in
        } _: { engine in
            #expect(
                try await engine.client.query("CREATE TABLE kept (a Int8) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1")
                    .status == 200)
            #expect(try await engine.client.query("INSERT INTO kept FORMAT CSV", body: Array("1\n".utf8)).status == 200)
            let first = try #require(await engine.supervisor.processID)
            kill(first, SIGKILL)
            try await waitUntil { await engine.supervisor.processID != first }
            try await engine.supervisor.waitUntilReady(deadline: .now + .seconds(60))
            #expect(await engine.supervisor.state == .ready)
            #expect(try await engine.client.query("SELECT a FROM kept").text == "1\n")
        }
    }

    @Test func `a child ends with its supervisor`() async throws {
        var processID: Int32?
        try await EngineFixture.with { _ in
        } _: { engine in
            processID = await engine.supervisor.processID
        }
        let ended = try #require(processID)
        try await waitUntil { kill(ended, 0) != 0 }
    }

    @Test func `a child whose parent is gone ends by itself`() async throws {
        let engine = try await EngineFixture.shared.value
        var configuration = engine.configuration
        configuration.dataFolder += "-orphan"
        configuration.socketPath = "\(configuration.dataFolder)/run/engine.sock"
        defer { try? FileManager.default.removeItem(atPath: configuration.dataFolder) }
        let (events, input) = AsyncStream<ChildProcess.Event>.makeStream()
        let child = try ChildProcess(executable: EngineFixture.executable, arguments: ["engine"] + configuration.arguments) {
            input.yield($0)
        }
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .ready)
        child.closeInput()
        #expect(await iterator.next() == .ended(status: 0))
    }

    @Test func `a folder has one engine`() async throws {
        let engine = try await EngineFixture.shared.value
        let descriptor = unsafe open("\(engine.configuration.dataFolder)/engine.lock", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    }

    @Test func `only this user may open the socket`() async throws {
        let path = try await EngineFixture.shared.value.configuration.socketPath
        var status = stat()
        #expect(unsafe lstat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(unsafe lstat(URL(filePath: path).deletingLastPathComponent().path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func `an engine that cannot start is reported in time`() async throws {
        var configuration = try await EngineFixture.shared.value.configuration
        configuration.dataFolder += "-broken"
        configuration.library.library = "/nonexistent/engine.so"
        defer { try? FileManager.default.removeItem(atPath: configuration.dataFolder) }
        let supervisor = EngineSupervisor(
            executable: EngineFixture.executable, configuration: configuration, logger: EngineFixture.quietLogger)
        let task = Task { try await supervisor.run() }
        await #expect(throws: RequestError.self) { try await supervisor.waitUntilReady(deadline: .now + .seconds(1)) }
        #expect(await supervisor.state != .ready)
        task.cancel()
        try await task.value
        #expect(await supervisor.state == .stopped)
    }
}
