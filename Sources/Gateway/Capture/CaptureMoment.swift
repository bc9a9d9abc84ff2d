// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Workspaces

/// When a batch arrived by our clock, and when it was sent by the client's.
struct CaptureMoment {
    let now: Date
    var sentAt: Date?

    /// When an event happened by our clock: the difference of the two clocks is taken off what the client says, or the time since the
    /// event from now. An event of which nothing is known happened now; a text that is no time is left for the data source to refuse.
    func time(of event: CapturedTimes) -> String {
        if let offset = event.offsetMilliseconds, Self.offsets.contains(offset) {
            return Timestamp(self.now.addingTimeInterval(-offset / 1_000)).text
        }
        guard let text = event.timestamp else { return Timestamp(self.now).text }
        guard let date = Self.date(text) else { return text }
        guard let sentAt, !event.ignoresSendingTime else { return Timestamp(date).text }
        return Timestamp(self.now.addingTimeInterval(date.timeIntervalSince(sentAt))).text
    }

    /// Reads ISO 8601 with or without a fraction of a second, a blank for `T`, or a zone; without one it is UTC.
    static func date(_ text: String) -> Date? {
        var moment = text.replacing(" ", with: "T")
        let time = moment.split(separator: "T", maxSplits: 1).dropFirst().first ?? ""
        if time.isEmpty { return nil }
        if !time.contains("Z"), !time.contains("+"), !time.contains("-") { moment += "Z" }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: time.contains("."))
        guard let date = try? Date(moment, strategy: style), Self.years.contains(date.timeIntervalSince1970) else { return nil }
        return date
    }

    /// Reads when a batch was sent. Old SDKs say it in seconds, which would be in 1970: better to believe the events' own times.
    static func date(milliseconds text: String) -> Date? {
        Double(text).map { $0 / 1_000 }.flatMap { Self.sendingYears.contains($0) ? Date(timeIntervalSince1970: $0) : nil }
    }

    /// Milliseconds; a longer time ago than a century is a mistake.
    private static let offsets = 0...3.16e12
    /// 1900 to 2299, what a column of times can hold.
    private static let years = -2_208_988_800.0...10_413_791_999
    /// 2020 to 2299.
    private static let sendingYears = 1_577_836_800.0...10_413_791_999
}

/// What an event says of its time.
struct CapturedTimes {
    var timestamp: String?
    /// How long ago it was when it was sent.
    var offsetMilliseconds: Double?
    /// Whether its time is right by our clock already.
    var ignoresSendingTime = false
}
