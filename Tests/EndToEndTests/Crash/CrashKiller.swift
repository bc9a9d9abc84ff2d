// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Glibc

/// Ends processes with `kill -9`: at random moments, and at the points where it would hurt most.
struct CrashKiller {
    enum Kind: Hashable {
        case server
        case engine
        case both
        case point(String)
    }

    /// The names of `CrashPoint`.
    static let points = ["append-write", "append-sync", "seal", "insert-before", "insert-after", "commit"]

    private let scene: CrashScene
    private var random: SeededGenerator
    private(set) var kills: [Kind: Int] = [:]

    init(scene: CrashScene, seed: UInt64) {
        self.scene = scene
        self.random = SeededGenerator(seed: seed)
    }

    /// Kills `count` times; every kind comes up again and again.
    mutating func run(_ count: Int) async throws {
        let kinds: [Kind] = [.server, .engine, .both] + Self.points.map { .point($0) }
        for number in 0..<count { try await self.kill(kinds[number % kinds.count]) }
    }

    private mutating func kill(_ kind: Kind) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: 100...1_500, using: &self.random)))
        guard let server = self.scene.server else { return }
        switch kind {
        case .server: server.program.signal(SIGKILL)
        case .engine: try self.killEngine(of: server)
        case .both:
            try self.killEngine(of: server)
            server.program.signal(SIGKILL)
        case .point(let name):
            // A server that is told so at its start kills itself when it passes the point.
            try await self.end(server)
            let pass = Int.random(in: 1...8, using: &self.random)
            // It may end before anybody has read where it listens.
            try? await self.scene.restart(environment: ["MARTLET_CRASH_POINT": "\(name):\(pass)"])
            if let doomed = self.scene.server {
                try await eventually("the server passes \(name) \(pass) times") { !doomed.program.isRunning }
            }
        }
        self.kills[kind, default: 0] += 1
        if case .engine = kind { return }
        try await eventually("the server has ended") { !server.program.isRunning }
        try await self.scene.restart()
    }

    private func end(_ server: ServerFixture) async throws {
        server.program.signal(SIGKILL)
        try await eventually("the server has ended") { !server.program.isRunning }
    }

    private func killEngine(of server: ServerFixture) throws {
        for engine in try ProcessTree.children(of: server.program.processIdentifier) { Glibc.kill(engine, SIGKILL) }
    }
}
