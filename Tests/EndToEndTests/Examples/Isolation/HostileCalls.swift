// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// Calls of endpoints with parameters by chance: fitting ones, and such as somebody tries who wants to see more than is his.
struct HostileCalls {
    private var random: SeededGenerator
    private let tenancy: Tenancy
    /// Values that rows have, for each column.
    private let seen: [String: [String]]

    init(of tenancy: Tenancy, rows lines: [String], seed: UInt64) throws {
        self.random = SeededGenerator(seed: seed)
        self.tenancy = tenancy
        var seen: [String: [String]] = [:]
        for line in lines.prefix(200) {
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            for (name, value) in row { if let text = value as? String { seen[name, default: []].append(text) } }
        }
        self.seen = seen
    }

    private static let dates = ["2020-01-01", "2026-02-01", "2026-02-20 10:00:00", "2026-12-31", "2025-13-45"]
    private static let numbers = ["1", "7", "60", "500000", "0", "-1", "99999999999"]

    private var attempts: [String] {
        let (column, other) = (self.tenancy.parameter, Tenancy.other)
        return [
            other, "' OR 1=1 --", "' OR \(column) = '\(other)", "\\' OR 1 --", "') UNION ALL SELECT * FROM events --", "%", "", "\u{0}",
            "*", "wörk",
            "{{\(column)}}", "\(self.tenancy.own)' OR \(column)='\(other)", "\(self.tenancy.own),\(other)", "[\"\(other)\"]", "1) OR (1",
            "a;SELECT 1",
        ]
    }

    /// The query of a call of an endpoint with some of these parameters; the customer's is among them most of the time.
    mutating func query(_ parameters: [String]) -> String {
        var chosen: [(String, String)] = []
        for name in parameters where self.draw(2) == 0 { chosen.append((name, self.value(of: name))) }
        if self.draw(4) != 0 { chosen.append((self.tenancy.parameter, self.pick(self.attempts))) }
        return chosen.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
    }

    private mutating func value(of name: String) -> String {
        switch self.draw(6) {
        case 0: self.pick(self.attempts)
        case 1: self.pick(Self.numbers)
        case 2: self.pick(Self.dates)
        default:
            if let values = self.seen[name] {
                self.pick(values)
            } else if name.contains("date") || ["start", "end", "since"].contains(name) || name.hasSuffix("after")
                || name.hasSuffix("before")
            {
                self.pick(Self.dates)
            } else {
                self.pick(Self.numbers)
            }
        }
    }

    private mutating func draw(_ count: Int) -> Int { Int(self.random.next() % UInt64(count)) }
    private mutating func pick(_ list: [String]) -> String { list[self.draw(list.count)] }
}
