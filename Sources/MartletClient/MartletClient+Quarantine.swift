// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// What a data source's quarantine holds, and why.
public struct QuarantineSummary: Sendable, Hashable, Decodable {
    /// A reason that rows share.
    public struct Reason: Sendable, Hashable, Decodable {
        /// The column at fault; empty if the row as a whole was.
        public let column: String
        /// What is wrong, without the value.
        public let reason: String
        /// Rows with this reason.
        public let rows: Int
    }

    /// The data source.
    public let dataSource: String
    /// Rows in quarantine.
    public let rows: Int
    /// Rows that a replay has taken out and not brought anywhere yet.
    public let replayingRows: Int
    /// When the last one came, in UTC; nil if there is none.
    public let newest: String?
    /// The most frequent reasons.
    public let reasons: [Reason]

    enum CodingKeys: String, CodingKey {
        case rows, newest, reasons
        case replayingRows = "replaying_rows"
        case dataSource = "datasource"
    }
}

/// A row in quarantine.
public struct QuarantineRow: Sendable, Hashable, Codable {
    /// What is wrong with one column.
    public struct Fault: Sendable, Hashable, Codable {
        /// The column; empty if the row as a whole is at fault.
        public let column: String
        /// What is wrong.
        public let error: String
    }

    /// When it came, in UTC.
    public let insertionDate: String
    /// The request or import that brought it.
    public let importID: String?
    /// What is wrong with it.
    public let errors: [Fault]
    /// Its raw texts by column; nil where it had no value.
    public let values: [String: String?]

    enum CodingKeys: String, CodingKey {
        case errors, values
        case insertionDate = "insertion_date"
        case importID = "import_id"
    }
}

/// An attempt to store rows that were in quarantine.
public struct QuarantineReplay: Sendable, Hashable, Decodable {
    /// Its identity.
    public let id: String
    /// `running` or `done`.
    public let state: String
    /// Rows that were taken out of the quarantine.
    public let rows: Int
    /// Rows that are stored now.
    public let storedRows: Int
    /// Rows that are in quarantine again.
    public let quarantinedRows: Int
    /// What it waits for, or what went wrong; nil if nothing did.
    public let problem: String?

    /// Whether all rows have found their place.
    public var isDone: Bool { self.state == "done" }

    enum CodingKeys: String, CodingKey {
        case id, state, rows, problem
        case storedRows = "stored_rows"
        case quarantinedRows = "quarantined_rows"
    }
}

extension MartletClient {
    /// The quarantines that hold rows, or of which rows are being replayed; of a Martlet server only, like all calls about quarantines.
    public func quarantines() async throws -> [QuarantineSummary] {
        struct QuarantineList: Decodable { let quarantines: [QuarantineSummary] }
        return try await self.send(.get, "/v1/martlet/quarantine", as: QuarantineList.self).quarantines
    }

    /// The newest rows in the quarantine of a data source, all or those of one request or import.
    public func quarantinedRows(of dataSource: String, importID: String? = nil, limit: Int = 100) async throws -> [QuarantineRow] {
        struct RowList: Decodable { let rows: [QuarantineRow] }
        let query = [("limit", String(limit))] + (importID.map { [("import_id", $0)] } ?? [])
        return try await self.send(.get, Self.path(of: dataSource), query: query, as: RowList.self).rows
    }

    /// Stores what can be stored of a quarantine by today's schema, or joins the replay at work. It may go on behind the answer.
    ///
    /// - Parameters:
    ///   - importID: Only the rows that this request or import brought.
    ///   - corrections: Texts by column, for the rows in which that column is at fault.
    public func replayQuarantine(
        of dataSource: String, importID: String? = nil, corrections: [String: String] = [:]
    ) async throws -> QuarantineReplay {
        var query = importID.map { [("import_id", $0)] } ?? []
        if !corrections.isEmpty { query.append(("set", String(decoding: try JSONEncoder().encode(corrections), as: UTF8.self))) }
        return try await self.send(.post, "\(Self.path(of: dataSource))/replay", query: query, as: QuarantineReplay.self)
    }

    /// How far the last replay of a quarantine is.
    public func lastReplay(of dataSource: String) async throws -> QuarantineReplay {
        try await self.send(.get, "\(Self.path(of: dataSource))/replay", as: QuarantineReplay.self)
    }

    private static func path(of dataSource: String) -> String { "/v1/martlet/quarantine/\(self.escaped(dataSource))" }
}
