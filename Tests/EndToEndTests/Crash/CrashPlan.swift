// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// Who is to be killed.
enum Victim: Hashable, CustomStringConvertible {
    case server
    case engine
    case both
    /// The server, by itself, at a named place of its code.
    case point(String)

    var description: String {
        switch self {
        case .server: "server"
        case .engine: "engine"
        case .both: "both"
        case .point(let name): "at \(name)"
        }
    }
}

/// One kill: who and when.
struct Kill {
    let victim: Victim
    /// How long after the server listens; without meaning for a named place.
    let delay: Duration
    /// The pass at which a named place kills.
    let pass: Int
}

/// What is killed when, from a seed.
struct CrashPlan {
    let seed: UInt64
    let kills: [Kill]

    /// Each named place, with the most passes before it kills; a log is seldom cut.
    private static let points = [
        ("append-write", 40), ("append-sync", 40), ("seal", 4), ("insert-before", 4), ("insert-after", 4), ("commit", 4), ("truncate", 1),
    ]
    /// Random moments for each round of named places.
    private static let randomVictims: [Victim] = [.server, .server, .engine, .engine, .both]

    init(seed: UInt64, killCount: Int) {
        var random = SeededGenerator(seed: seed)
        var kills: [Kill] = []
        while kills.count < killCount {
            let passes = Dictionary(uniqueKeysWithValues: Self.points)
            let round = (Self.points.map { Victim.point($0.0) } + Self.randomVictims).shuffled(using: &random)
            kills += round.map { victim in
                var pass = 1
                if case .point(let name) = victim { pass = .random(in: 1...(passes[name] ?? 1), using: &random) }
                return Kill(victim: victim, delay: .milliseconds(Int.random(in: 100...2500, using: &random)), pass: pass)
            }
        }
        self.seed = seed
        self.kills = Array(kills.prefix(killCount))
    }

    /// One round, or as many kills as `MARTLET_CRASH_KILLS` says, from the seed `MARTLET_CRASH_SEED`.
    static func fromEnvironment() -> CrashPlan {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["MARTLET_CRASH_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000)
        return CrashPlan(seed: seed, killCount: environment["MARTLET_CRASH_KILLS"].flatMap { Int($0) } ?? 12)
    }
}
