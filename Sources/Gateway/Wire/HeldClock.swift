// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import FoundationEssentials
internal import Workspaces

extension WireParameters {
    /// The parameter by which tests hold the clock.
    static let clockParameter = "__now"

    /// The moment that the caller wants a query to take for the present; nil if he wants none. Only who may deploy can: to others an
    /// endpoint tells what is, not what would be at another time.
    func heldClock(for caller: Caller) throws -> StoppedClock? {
        guard let text = self[Self.clockParameter], !text.isEmpty else { return nil }
        try caller.require(caller.grant.mayDeploy, scope: "WORKSPACE:DEPLOY")
        guard let clock = StoppedClock(wire: text) else {
            throw WireError.badParameter(Self.clockParameter, expected: "a moment in UTC, YYYY-MM-DD HH:MM:SS, or Unix seconds")
        }
        return clock
    }
}

extension StoppedClock {
    /// Reads `2026-01-05 10:00:00`, with or without its time, `T` or `Z`; or Unix seconds.
    init?(wire text: String) {
        if let seconds = Int64(text) {
            guard (0...Int64(UInt32.max)).contains(seconds) else { return nil }
            self.init(seconds: seconds)
            return
        }
        var moment = text.replacing(" ", with: "T")
        if !moment.contains("T") { moment += "T00:00:00" }
        if !moment.hasSuffix("Z") { moment += "Z" }
        guard let date = try? Date(moment, strategy: .iso8601), (0...Double(UInt32.max)).contains(date.timeIntervalSince1970) else {
            return nil
        }
        self.init(seconds: Int64(date.timeIntervalSince1970))
    }
}
