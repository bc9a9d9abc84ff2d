// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// How an example workspace tells its customers apart, and the rows of two of them who share every id.
struct Tenancy: Sendable, CustomTestStringConvertible {
    let workspace: String
    /// The parameter, and the column, that names a customer.
    let parameter: String
    /// The simulation's largest customer.
    let own: String

    static let all = [
        Tenancy(workspace: "attribution", parameter: "location_id", own: "shop_0"),
        Tenancy(workspace: "barely", parameter: "workspace_id", own: "workspace_0"),
        Tenancy(workspace: "cossistant", parameter: "website_id", own: "site_0"),
        Tenancy(workspace: "emitkit", parameter: "organization_id", own: "org_0"),
        Tenancy(workspace: "metricpal", parameter: "workspace_id", own: "workspace_0"),
    ]
    /// The other customer.
    static let other = "somebody_else"
    /// Stands in every text of the other customer's rows that is no name.
    static let mark = "✗"

    var testDescription: String { self.workspace }

    /// The rows of the largest customer.
    func ownLines(of lines: [String]) -> [String] { lines.filter { $0.contains("\"\(self.parameter)\":\"\(self.own)\"") } }

    /// Rows of what the simulation brings about too seldom for every endpoint to have something to say, by data source.
    ///
    /// - Parameter time: Milliseconds since 1970.
    func rareLines(at time: Int64) throws -> [String: [String]] {
        guard self.workspace == "barely" else { return [:] }
        let ways = [
            "utm_content", "utm_term", "meta_campaign_id", "meta_adset_id", "meta_ad_id", "meta_placement", "email_broadcast_id",
            "email_flow_id", "email_template_id",
        ]
        let lines = try ["cart", "fm", "link", "page"].map { app in
            var row = Dictionary(uniqueKeysWithValues: ways.map { ($0, "rare") })
            row["timestamp"] = plain(Date(timeIntervalSince1970: Double(time) / 1_000))
            for name in ["event_id", "session_id", "visitor_id"] { row[name] = "rare_\(app)" }
            (row["event_type"], row[self.parameter]) = (app, self.own)
            return String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self)
        }
        return ["barely_events": lines]
    }

    /// The same visitors and sessions at the same moments, at the other customer: what they did there was something else.
    func otherLine(_ line: String) throws -> String {
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return String(decoding: try JSONSerialization.data(withJSONObject: self.changed(row, named: "")), as: UTF8.self)
    }

    /// What identifies a row, rather than what it is about: it is counted where it comes from.
    private static let rowNames: Set = ["id", "uuid", "event_id"]
    /// What a row is about, what kind of row it is, and when.
    private static let kept: Set = [
        "event", "event_type", "action_type", "action", "channel_id", "retention_tier", "distinct_id", "visitor_id", "session_id",
        "$session_id",
        "user_id", "anonymous_id", "$anon_distinct_id", "email_hash", "conversation_id", "alias", "timestamp", "created_at",
        "identified_at",
    ]

    private func changed(_ value: Any, named name: String) -> Any {
        switch value {
        case let object as [String: Any]: Dictionary(uniqueKeysWithValues: object.map { ($0, self.changed($1, named: $0)) })
        case let list as [Any]: list.map { self.changed($0, named: name) }
        case _ where name == self.parameter: Self.other
        case let text as String where Self.kept.contains(name): text
        case let text as String where Self.rowNames.contains(name): String(text.reversed())
        case let text as String: text + Self.mark
        default: value
        }
    }
}
