// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// Tokens that somebody has confirmed in a browser, until the program that asked for them fetches them by its code, once.
final class ConfirmedLogins: Sendable {
    /// What a program gets.
    struct Tokens: Sendable, Equatable {
        let workspace: String
        let user: String
    }

    private struct Login {
        let code: [UInt8]
        let tokens: Tokens
        let end: ContinuousClock.Instant
    }

    private let logins = Mutex<[Login]>([])
    private let time: Duration
    private let limit: Int

    init(time: Duration = GatewayLimits.confirmedLoginTime, limit: Int = GatewayLimits.confirmedLogins) {
        self.time = time
        self.limit = limit
    }

    /// Keeps tokens for whoever has the code.
    ///
    /// - Returns: False if too many wait already, or one under this code.
    func add(_ tokens: Tokens, code: String, now: ContinuousClock.Instant = .now) -> Bool {
        self.logins.withLock { logins in
            logins.removeAll { $0.end <= now }
            guard logins.count < self.limit, !logins.contains(where: { Self.isEqual($0.code, Array(code.utf8)) }) else { return false }
            logins.append(Login(code: Array(code.utf8), tokens: tokens, end: now + self.time))
            return true
        }
    }

    /// Hands over what waits under a code, which opens nothing from then on.
    func take(code: String, now: ContinuousClock.Instant = .now) -> Tokens? {
        self.logins.withLock { logins in
            logins.removeAll { $0.end <= now }
            // All are compared, so that the time tells nothing of them.
            let matches = logins.indices.filter { Self.isEqual(logins[$0].code, Array(code.utf8)) }
            return matches.first.map { logins.remove(at: $0).tokens }
        }
    }

    /// Takes as long for any two texts of these lengths.
    private static func isEqual(_ code: [UInt8], _ other: [UInt8]) -> Bool {
        guard code.count == other.count else { return false }
        return zip(code, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
