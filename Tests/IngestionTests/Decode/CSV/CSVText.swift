// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Ingestion

/// Decodes CSV into what tests compare: the rows of all blocks, and whatever was quarantined.
struct CSVText: Equatable {
    var rows: [[String]] = []
    var quarantined: [QuarantinedRow] = []

    /// Columns are names, types and defaults.
    init(_ chunks: [[UInt8]], _ columns: [(String, String, String?)], options: CSVOptions = CSVOptions()) throws {
        var decoder = CSVDecoder(plan: try Self.plan(columns), options: options)
        for chunk in chunks { self.add(decoder.push(chunk)) }
        self.add(decoder.finish())
    }

    init(_ text: String, _ columns: [(String, String, String?)], options: CSVOptions = CSVOptions()) throws {
        try self.init([Array(text.utf8)], columns, options: options)
    }

    static func plan(_ columns: [(String, String, String?)]) throws -> RowPlan {
        try RowPlan(
            columns: columns.map { ColumnSpecification(name: $0, type: try DataType(parsing: $1), defaultExpression: $2) }, format: .csv)
    }

    /// As many columns of strings as there are names.
    static func strings(_ names: String...) -> [(String, String, String?)] { names.map { ($0, "String", nil) } }

    private mutating func add(_ decoded: DecodedRows) {
        self.rows += BlockText.rows(of: decoded.block)
        self.quarantined += decoded.quarantined
    }
}
