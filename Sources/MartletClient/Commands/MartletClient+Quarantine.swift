// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// What a data source's quarantine holds, and why.
package struct QuarantineSummary: Sendable, Hashable, Decodable {
    /// A reason that rows share.
    package struct Reason: Sendable, Hashable, Decodable {
        /// The column at fault; empty if the row as a whole was.
        package let column: String
        /// What is wrong, without the value.
        package let reason: String
        /// Rows with this reason.
        package let rows: Int
    }

    /// The data source.
    package let dataSource: String
    /// Rows in quarantine.
    package let rows: Int
    /// Rows that a replay has taken out and not brought anywhere yet.
    package let replayingRows: Int
    /// When the last one came, in UTC; nil if there is none.
    package let newest: String?
    /// The most frequent reasons.
    package let reasons: [Reason]

    enum CodingKeys: String, CodingKey {
        case rows, newest, reasons
        case replayingRows = "replaying_rows"
        case dataSource = "datasource"
    }
}

/// A row in quarantine.
package struct QuarantineRow: Sendable, Hashable, Codable {
    /// What is wrong with one column.
    package struct Fault: Sendable, Hashable, Codable {
        /// The column; empty if the row as a whole is at fault.
        package let column: String
        /// What is wrong.
        package let error: String
    }

    /// When it came, in UTC.
    package let insertionDate: String
    /// The request or import that brought it.
    package let importID: String?
    /// What is wrong with it.
    package let errors: [Fault]
    /// Its raw texts by column; nil where it had no value.
    package let values: [String: String?]

    enum CodingKeys: String, CodingKey {
        case errors, values
        case insertionDate = "insertion_date"
        case importID = "import_id"
    }
}

/// An attempt to store rows that were in quarantine.
package struct QuarantineReplay: Sendable, Hashable, Decodable {
    /// Its identity.
    package let id: String
    /// `running` or `done`.
    package let state: String
    /// Rows that were taken out of the quarantine.
    package let rows: Int
    /// Rows that are stored now.
    package let storedRows: Int
    /// Rows that are in quarantine again.
    package let quarantinedRows: Int
    /// What it waits for, or what went wrong; nil if nothing did.
    package let problem: String?

    /// Whether all rows have found their place.
    package var isDone: Bool { self.state == "done" }

    enum CodingKeys: String, CodingKey {
        case id, state, rows, problem
        case storedRows = "stored_rows"
        case quarantinedRows = "quarantined_rows"
    }
}

extension MartletClient {
    /// The quarantines that hold rows, or of which rows are being replayed; of a Martlet server only, like all calls about quarantines.
    package func quarantines() async throws -> [QuarantineSummary] {
        struct QuarantineList: Decodable { let quarantines: [QuarantineSummary] }
        return try await self.send(.get, "/v1/martlet/quarantine", as: QuarantineList.self).quarantines
    }

    /// The newest rows in the quarantine of a data source, all or those of one request or import.
    package func quarantinedRows(of dataSource: String, importID: String? = nil, limit: Int = 100) async throws -> [QuarantineRow] {
        struct RowList: Decodable { let rows: [QuarantineRow] }
        let query = [("limit", String(limit))] + (importID.map { [("import_id", $0)] } ?? [])
        return try await self.send(.get, Self.path(of: dataSource), query: query, as: RowList.self).rows
    }

    /// Stores what can be stored of a quarantine by today's schema, or joins the replay at work. It may go on behind the answer.
    ///
    /// - Parameters:
    ///   - importID: Only the rows that this request or import brought.
    ///   - corrections: Texts by column, for the rows in which that column is at fault.
    package func replayQuarantine(
        of dataSource: String, importID: String? = nil, corrections: [String: String] = [:]
    ) async throws -> QuarantineReplay {
        var query = importID.map { [("import_id", $0)] } ?? []
        if !corrections.isEmpty { query.append(("set", String(decoding: try JSONEncoder().encode(corrections), as: UTF8.self))) }
        return try await self.send(.post, "\(Self.path(of: dataSource))/replay", query: query, as: QuarantineReplay.self)
    }

    /// How far the last replay of a quarantine is.
    package func lastReplay(of dataSource: String) async throws -> QuarantineReplay {
        try await self.send(.get, "\(Self.path(of: dataSource))/replay", as: QuarantineReplay.self)
    }

    private static func path(of dataSource: String) -> String { "/v1/martlet/quarantine/\(self.escaped(dataSource))" }
}
