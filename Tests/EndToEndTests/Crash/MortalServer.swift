// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Synchronization

/// A server that is killed again and again, and each time started again on the same folder.
final class MortalServer: Sendable {
    private struct State {
        var server: ServerFixture?
        var kills: [Victim: Int] = [:]
        var missedPoints: [String: Int] = [:]
        var isQuiet = false
    }

    private let folder: URL
    private let state = Mutex(State())

    init(folder: URL) { self.folder = folder }

    /// The server that runs now, or the last that did.
    var current: ServerFixture? { self.state.withLock { $0.server } }

    /// Kills by kind, as they happened.
    var kills: [Victim: Int] { self.state.withLock { $0.kills } }

    /// Named places that the server did not come by in time.
    var missedPoints: [String: Int] { self.state.withLock { $0.missedPoints } }

    /// Whether clients should begin nothing new: only a log whose rows are all in the engine is cut early.
    var isQuiet: Bool { self.state.withLock { $0.isQuiet } }

    /// Starts a server that lives until it is killed.
    func start() async throws { try await self.launch(environment: [:]) }

    /// Does as the plan says; a server runs afterwards, unless it ends by itself.
    func perform(_ kill: Kill) async throws {
        switch kill.victim {
        case .point(let name):
            try await self.current?.stop()
            try await self.passThrough(name, pass: kill.pass)
        case let victim:
            try await Task.sleep(for: kill.delay)
            try await self.kill(victim)
        }
        if self.current?.program.isRunning != true { try await self.start() }
    }

    func stop() async throws { try await self.current?.stop() }

    /// A server that is to kill itself may do so before it listens: when it commits what it finds in its log.
    private func launch(environment: [String: String]) async throws {
        let server = try await ServerFixture.launch(in: self.folder, environment: environment)
        self.state.withLock { $0.server = server }
    }

    private func passThrough(_ point: String, pass: Int) async throws {
        defer { self.state.withLock { $0.isQuiet = false } }
        do {
            try await self.launch(environment: ["MARTLET_CRASH_POINT": "\(point):\(pass)"])
            let server = self.current
            let start = ContinuousClock.now
            try await eventually("the server ends at \(point)", within: .seconds(20)) {
                // A log is cut by the first rows after a pause, for only then it has nothing that the engine lacks.
                let isPause = point == "truncate" && (ContinuousClock.now - start).components.seconds % 3 > 0
                self.state.withLock { $0.isQuiet = isPause }
                return server?.program.isRunning == false
            }
            self.count(.point(point))
        } catch is TimedOut {
            guard self.current?.program.isRunning == true else { return self.count(.point(point)) }
            self.state.withLock { $0.missedPoints[point, default: 0] += 1 }
            try await self.kill(.server)
        }
    }

    private func kill(_ victim: Victim) async throws {
        guard let server = self.current else { return }
        let engines = try ProcessTree.children(of: server.program.processIdentifier)
        if victim != .server { for engine in engines { Glibc.kill(engine, SIGKILL) } }
        if victim != .engine {
            server.program.signal(SIGKILL)
            try await eventually("the server is gone") { !server.program.isRunning }
        }
        self.count(victim)
    }

    private func count(_ victim: Victim) { self.state.withLock { $0.kills[victim, default: 0] += 1 } }
}
