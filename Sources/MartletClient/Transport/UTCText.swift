// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Moments as texts, in UTC.
enum UTCText {
    /// `2026-01-31T12:30:00.123Z`, which means the same moment in a column of any time zone.
    static func iso(_ date: Date) -> String {
        // The style cuts what is smaller than a millisecond; so nothing near one is cut to the one before.
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        let middle = Date(timeIntervalSince1970: (milliseconds + 0.5) / 1000)
        return middle.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// `2026-01-31 12:30:00.123`, as parameters of type `DateTime64` are written.
    static func milliseconds(_ date: Date) -> String { self.iso(date).replacing("T", with: " ").replacing("Z", with: "") }

    /// `2026-01-31 12:30:00`, as parameters of type `DateTime` are written.
    static func seconds(_ date: Date) -> String { String(self.milliseconds(date).prefix { $0 != "." }) }

    /// A moment as ClickHouse writes it, `2026-01-31`, `2026-01-31 12:30:00` or `2026-01-31 12:30:00.123456789`, or with `T` and `Z`; nil
    /// for anything else.
    static func date(_ text: String) -> Date? {
        var text = Substring(text)
        if text.utf8.count == 10 { text += " 00:00:00" }
        if text.hasSuffix("Z") { text = text.dropLast() }
        guard text.utf8.count >= 19 else { return nil }
        let whole = text.prefix(19).replacing(" ", with: "T")
        let rest = text.dropFirst(19)
        guard whole.utf8.count == 19, let date = try? Date.ISO8601FormatStyle().parse("\(whole)Z") else { return nil }
        if rest.isEmpty { return date }
        guard rest.first == ".", (2...10).contains(rest.utf8.count), rest.dropFirst().utf8.allSatisfy({ (48...57).contains($0) }),
            let fraction = Double("0\(rest)")
        else { return nil }
        return date + fraction
    }
}
