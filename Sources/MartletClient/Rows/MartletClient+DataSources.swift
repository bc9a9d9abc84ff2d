// Part of Martlet. Apache License 2.0; see LICENSE.

extension MartletClient {
    /// Deletes all rows of a data source.
    public func truncate(_ dataSource: String) async throws {
        try await self.send(.post, "\(Self.path(ofDataSource: dataSource))/truncate")
    }

    /// The number of rows that a condition holds for.
    public func countRows(of dataSource: String, where condition: String) async throws -> Int {
        struct Count: Decodable {
            let rows: Int
            enum CodingKeys: String, CodingKey { case rows = "rows_to_be_deleted" }
        }
        let call = self.deletion(of: dataSource, where: condition, isTrial: true)
        return try await self.send(call, as: Count.self).rows
    }

    /// Deletes the rows that a condition holds for, and returns the job that does it; await its end with ``finish(_:)``.
    ///
    /// The condition is what would stand behind `WHERE`. Values in it are quoted as ``quoted(_:)`` does, or else whoever may choose them
    /// chooses what is deleted.
    public func deleteRows(of dataSource: String, where condition: String) async throws -> JobReference {
        try await self.send(self.deletion(of: dataSource, where: condition, isTrial: false), as: JobReference.self)
    }

    /// A text as a literal of ClickHouse's SQL.
    public static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    /// The condition may be long, and it may hold what should stand in no log of addresses.
    private func deletion(of dataSource: String, where condition: String, isTrial: Bool) -> Call {
        let fields = [("delete_condition", condition)] + (isTrial ? [("dry_run", "true")] : [])
        return .form(.post, "\(Self.path(ofDataSource: dataSource))/delete", fields)
    }

    static func path(ofDataSource name: String) -> String { "/v0/datasources/\(self.escaped(name))" }
}
