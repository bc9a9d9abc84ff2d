// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOHTTP1

/// How long a server asks to wait: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), or else `X-RateLimit-Reset`.
enum RetryAfter {
    static func duration(in headers: HTTPHeaders, now: Date) -> Duration? {
        if let text = headers.first(name: "Retry-After") {
            return self.seconds(text) ?? self.date(text).map { self.time(until: $0, from: now) }
        }
        return headers.first(name: "X-RateLimit-Reset").flatMap { self.seconds($0) }
    }

    /// Nobody is asked to wait for longer than a day.
    private static let longest = 86_400.0

    private static func seconds(_ text: String) -> Duration? {
        guard let seconds = Double(text), seconds >= 0, seconds.isFinite else { return nil }
        return .milliseconds(Int64(min(seconds, self.longest) * 1000))
    }

    private static func time(until date: Date, from now: Date) -> Duration {
        .milliseconds(Int64(min(max(0, date.timeIntervalSince(now)), self.longest) * 1000))
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    private static func date(_ text: String) -> Date? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month + 1
        return UTCText.date("\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1]) \(parts[4])")
    }
}
