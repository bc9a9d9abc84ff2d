// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// What an operator is told of rows that went into quarantine: how many, where and why, but nothing of what is in them.
struct QuarantineAlert: Sendable, Encodable {
    struct Subject: Sendable, Encodable {
        let id: String
        let name: String
    }

    let type = "quarantine"
    let workspace: Subject
    let dataSource: Subject
    /// Since the last alert about the data source.
    let rows: Int
    /// The most frequent ones of the newest rows.
    let reasons: [QuarantineSummary.Reason]

    /// A sentence for people: what chat programs show.
    var text: String {
        let amount = self.rows == 1 ? "1 row of \(self.dataSource.name) is" : "\(self.rows) rows of \(self.dataSource.name) are"
        let cause = self.reasons.first.map { ": \($0.reason)" } ?? ""
        return "\(amount) in quarantine (workspace \(self.workspace.name))\(cause)"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(self.type, forKey: .type)
        try container.encode(self.text, forKey: .text)
        try container.encode(self.workspace, forKey: .workspace)
        try container.encode(self.dataSource, forKey: .dataSource)
        try container.encode(self.rows, forKey: .rows)
        try container.encode(self.reasons, forKey: .reasons)
    }

    private enum Key: String, CodingKey {
        case type, text, workspace, rows, reasons
        case dataSource = "datasource"
    }
}
