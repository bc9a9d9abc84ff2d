// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Calls of endpoints with parameters by chance: fitting ones, and such as somebody tries who wants to see more than is his.
struct HostileCalls {
    private var random: SeededGenerator
    private let tenancy: Tenancy
    /// Values that rows have, under the names that parameters have.
    private var seen: [String: [String]]

    init(of tenancy: Tenancy, rows lines: [String], seed: UInt64) throws {
        self.random = SeededGenerator(seed: seed)
        self.tenancy = tenancy
        // A week: whatever looks so far back finds rows.
        self.seen = ["minutes": ["10080"]]
        for line in lines { self.collect(try JSONSerialization.jsonObject(with: Data(line.utf8)), named: "") }
    }

    private mutating func collect(_ value: Any, named name: String) {
        switch value {
        case let object as [String: Any]: for (name, value) in object { self.collect(value, named: name) }
        case let list as [Any]: for item in list { self.collect(item, named: name) }
        case let text as String: self.seen[String(name.trimmingPrefix("$")), default: []].append(text)
        default: break
        }
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

    /// A call with nothing but what it takes to find rows, which the newest ones tell.
    func plainPath(of endpoint: CalledEndpoint) throws -> String {
        try self.path(
            of: endpoint,
            endpoint.needed.sorted().map { name in
                (name, try #require(self.seen[name]?.last, "no row has a \(name), which \(endpoint.name) needs"))
            })
    }

    /// A call with some parameters, two of those that are not needed on average; the customer's is among them most of the time.
    mutating func hostilePath(of endpoint: CalledEndpoint) -> String {
        var chosen: [(String, String)] = []
        for name in endpoint.parameters {
            let isChosen = endpoint.needed.contains(name) ? self.draw(4) != 0 : self.draw(max(2, endpoint.parameters.count / 2)) == 0
            if isChosen { chosen.append((name, self.value(of: name))) }
        }
        if self.draw(4) != 0 { chosen.append((self.tenancy.parameter, self.pick(self.attempts))) }
        return self.path(of: endpoint, chosen)
    }

    private func path(of endpoint: CalledEndpoint, _ parameters: [(name: String, value: String)]) -> String {
        let query = parameters.map { "\($0.name)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return "/v0/pipes/\(endpoint.name).json?\(query.joined(separator: "&"))"
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
