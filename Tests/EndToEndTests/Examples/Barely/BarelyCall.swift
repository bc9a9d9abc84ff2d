// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// The parameters of a call of the Barely workspace, and what its period is by the calendar.
struct BarelyCall {
    let workspace: String
    /// The first day, and the day after the last, by the clock of the time zone.
    let start: String
    let end: String
    var timeZone = TimeZone.gmt
    var granularity = "day"
    var countsBots = false
    var limit = 100
    var filters: [String: String] = [:]

    /// The part of the URL behind the question mark.
    var query: String {
        var parameters = [
            "workspace_id": self.workspace, "start": self.start, "end": self.end, "timezone": self.timeZone.identifier,
            "granularity": self.granularity, "bots": self.countsBots ? "1" : "0", "limit": String(self.limit),
        ]
        parameters.merge(self.filters) { $1 }
        return parameters.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        .joined(separator: "&")
    }

    /// Milliseconds since 1970.
    var period: Range<Int64> {
        let bounds = [self.start, self.end].map { Int64(self.date($0).timeIntervalSince1970) * 1_000 }
        return bounds[0]..<bounds[1]
    }

    /// The steps of a time series, from the one that holds the first moment.
    var steps: [DateInterval] {
        let units: [String: Calendar.Component] = ["hour": .hour, "day": .day, "week": .weekOfYear, "month": .month]
        let unit = units[self.granularity] ?? .minute
        var steps: [DateInterval] = []
        var next = self.date(self.start)
        while next < self.date(self.end), let step = self.calendar.dateInterval(of: unit, for: next) {
            steps.append(step)
            next = step.end
        }
        return steps
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = self.timeZone
        calendar.firstWeekday = 2
        return calendar
    }

    private func date(_ day: String) -> Date {
        let fields = day.split(separator: "-").compactMap { Int($0) }
        return self.calendar.date(from: DateComponents(year: fields[0], month: fields[1], day: fields[2])) ?? .distantPast
    }
}
