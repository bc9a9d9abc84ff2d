// Part of Martlet. Apache License 2.0; see LICENSE.

/// Lets a query see a moment of our choice as the present: puts it in the place of `now()`, `today()` and their kin.
package struct StoppedClock: Sendable, Hashable {
    /// Unix seconds.
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// The text with the calls replaced. Clocks that are read without brackets stay as they are, and so the query volatile.
    package func stop(in text: String) -> String {
        let bytes = Array(text.utf8)
        let tokens = SQLLexer.tokens(of: bytes).filter(\.isSignificant)
        var result: [UInt8] = []
        var position = 0
        var index = 0
        while index < tokens.count {
            defer { index += 1 }
            guard tokens[index].kind == .word, index == 0 || tokens[index - 1].kind != .symbol(.dot),
                let clock = Clock(String(decoding: bytes[tokens[index].range], as: UTF8.self)),
                let end = Self.closing(tokens, from: index + 1)
            else { continue }
            let arguments = bytes[tokens[index + 1].range.upperBound..<tokens[end].range.lowerBound]
            guard let moment = self.moment(of: clock, arguments: arguments.isBlank ? nil : String(decoding: arguments, as: UTF8.self))
            else {
                continue
            }
            result += bytes[position..<tokens[index].range.lowerBound]
            result += moment.utf8
            position = tokens[end].range.upperBound
            index = end
        }
        result += bytes[position...]
        return String(decoding: result, as: UTF8.self)
    }

    private enum Clock {
        case second
        case secondInUTC
        case fraction
        case day
        case dayBefore

        init?(_ name: String) {
            switch name.lowercased() {
            case "now", "nowinblock", "current_timestamp", "localtimestamp", "localtime": self = .second
            case "utctimestamp", "utc_timestamp": self = .secondInUTC
            case "now64", "nowinblock64": self = .fraction
            case "today", "curdate", "current_date": self = .day
            case "yesterday": self = .dayBefore
            default: return nil
            }
        }
    }

    private func moment(of clock: Clock, arguments: String?) -> String? {
        switch (clock, arguments) {
        case (.second, nil): "toDateTime(\(self.seconds))"
        case (.secondInUTC, nil): "toDateTime(\(self.seconds), 'UTC')"
        case (.second, let zone?): "toDateTime(\(self.seconds), \(zone))"
        case (.fraction, nil): "toDateTime64(\(self.seconds), 3)"
        case (.fraction, let precision?): "toDateTime64(\(self.seconds), \(precision))"
        case (.day, nil): "toDate(toDateTime(\(self.seconds)))"
        case (.dayBefore, nil): "(toDate(toDateTime(\(self.seconds))) - 1)"
        case (.day, _), (.dayBefore, _), (.secondInUTC, _): nil
        }
    }

    /// The bracket that closes the one at `start`; nil if there is none.
    private static func closing(_ tokens: [SQLToken], from start: Int) -> Int? {
        guard start < tokens.count, tokens[start].kind == .symbol(.openRound) else { return nil }
        var depth = 0
        for index in start..<tokens.count {
            switch tokens[index].kind {
            case .symbol(.openRound): depth += 1
            case .symbol(.closeRound):
                depth -= 1
                if depth == 0 { return index }
            default: continue
            }
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isBlank: Bool { self.allSatisfy { $0 <= UInt8(ascii: " ") } }
}
