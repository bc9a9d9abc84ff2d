// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Foundation

/// What the demo's generator makes for the attribution workspace: six days of March 2025, in shuffled order.
struct DemoVisits {
    private(set) var rows: [String] = []
    private(set) var mappings: [PlainMapping] = []

    init(rows: Int) {
        guard let workspace = DemoWorkspaces.named("attribution") else { return }
        for batch in DemoEvents(of: workspace, rows: rows, seed: 7, until: 1_741_305_599_999, days: 6) {
            for lines in batch {
                let texts = String(decoding: lines.bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
                if lines.dataSource == "events" {
                    self.rows += texts.compactMap { Self.sorted($0) }
                } else {
                    self.mappings += texts.compactMap { Self.mapping($0) }
                }
            }
        }
        self.rows.shuffle()
    }

    /// Every n-th of the location's ids.
    func someIDs(of location: String) -> [String] {
        let ids = Set(self.rows.compactMap { PlainEvent(row: $0) }.filter { $0.location == location }.map(\.id)).sorted()
        return stride(from: 0, to: ids.count, by: max(1, ids.count / 6)).map { ids[$0] }
    }

    /// The same row with its members in the order in which an answer's are compared.
    private static func sorted(_ row: String) -> String? {
        (try? JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any]).map { AdversarialVisits.json($0) }
    }

    private static func mapping(_ row: String) -> PlainMapping? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: String],
            let location = object["location_id"], let anonymous = object["anonymous_id"], let user = object["user_id"],
            let at = object["timestamp"]
        else { return nil }
        return PlainMapping(location: location, anonymous: anonymous, user: user, at: at)
    }
}
