// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Workspaces

extension MetadataReader {
    /// The columns of all these.
    func columns() async throws -> MetadataRows {
        struct Row: Decodable {
            let table: String
            let column: String
            let type: String
            let position: Int
            let defaultKind: String
            let defaultExpression: String
            let comment: String
            let codec: String
            let keys: [Int]
            let sizes: [Int?]
        }
        let rows = try await self.engine.rows(
            of: self.engineQuery(
                """
                SELECT table, name AS column, type, position, default_kind AS defaultKind, default_expression AS defaultExpression, comment, \
                compression_codec AS codec, \
                [is_in_partition_key, is_in_sorting_key, is_in_primary_key, is_in_sampling_key] AS keys, \
                [character_octet_length, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision] AS sizes \
                FROM system.columns WHERE database = {database: String} ORDER BY table, position
                """), as: Row.self)
        let database = self.session.workspaceDatabase
        var answer = MetadataRows(columns: Self.columnColumns)
        for row in rows {
            guard let name = self.readable.tables[row.table]?.name else { continue }
            let head: [MetadataRows.Cell] = [
                .text(database), .text(name), .text(row.column), .text(row.type), .number(row.position), .text(row.defaultKind),
                .text(row.defaultExpression), .text(row.comment), .text(row.codec),
            ]
            answer.rows.append(head + row.keys.map { .number($0) } + row.sizes.map { MetadataRows.Cell($0) })
        }
        for pipe in self.readable.pipes {
            let columns = try await self.pipeColumns.columns(of: pipe, in: self.workspace, engine: self.engine)
            for (index, column) in columns.enumerated() {
                let head: [MetadataRows.Cell] = [
                    .text(database), .text(pipe.pipe.name), .text(column.name), .text(column.type), .number(index + 1), "", "", "", "",
                ]
                answer.rows.append(head + Array(repeating: .number(0), count: 4) + Array(repeating: .null, count: 5))
            }
        }
        return answer
    }

    private static let columnColumns: [MetadataRows.Column] = [
        .init("database"), .init("table"), .init("name"), .init("type"), .init("position", "UInt64"), .init("default_kind"),
        .init("default_expression"), .init("data_compressed_bytes", "UInt64", constant: "0"),
        .init("data_uncompressed_bytes", "UInt64", constant: "0"), .init("marks_bytes", "UInt64", constant: "0"), .init("comment"),
        .init("compression_codec"), .init("is_in_partition_key", "UInt8"), .init("is_in_sorting_key", "UInt8"),
        .init("is_in_primary_key", "UInt8"), .init("is_in_sampling_key", "UInt8"), .init("character_octet_length", "Nullable(UInt64)"),
        .init("numeric_precision", "Nullable(UInt64)"), .init("numeric_precision_radix", "Nullable(UInt64)"),
        .init("numeric_scale", "Nullable(UInt64)"), .init("datetime_precision", "Nullable(UInt64)"),
    ]
}
