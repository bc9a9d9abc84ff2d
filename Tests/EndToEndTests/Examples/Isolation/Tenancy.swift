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

    /// The same visitors and sessions at the same moments, at the other customer: what they did there was something else.
    func otherLine(_ line: String) throws -> String {
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return String(decoding: try JSONSerialization.data(withJSONObject: self.changed(row, named: "")), as: UTF8.self)
    }

    /// What identifies a row, rather than what it is about: it is counted where it comes from.
    private static let rowNames: Set = ["id", "uuid", "event_id"]
    /// What a row is about, and what kind of row it is.
    private static let kept: Set = [
        "event", "event_type", "action_type", "action", "channel_id", "retention_tier", "distinct_id", "visitor_id", "session_id",
        "$session_id",
        "user_id", "anonymous_id", "$anon_distinct_id", "email_hash", "conversation_id", "alias",
    ]

    private func changed(_ value: Any, named name: String) -> Any {
        switch value {
        case let object as [String: Any]: Dictionary(uniqueKeysWithValues: object.map { ($0, self.changed($1, named: $0)) })
        case let list as [Any]: list.map { self.changed($0, named: name) }
        case _ where name == self.parameter: Self.other
        case let text as String where Self.kept.contains(name) || text.wholeMatch(of: /\d{4}-\d\d-\d\d .*/) != nil: text
        case let text as String where Self.rowNames.contains(name): String(text.reversed())
        case let text as String: text + Self.mark
        default: value
        }
    }
}
