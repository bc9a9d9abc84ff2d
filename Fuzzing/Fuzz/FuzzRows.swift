// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import Ingestion

/// Every row comes out once, good or quarantined, and it does not matter where the chunks of a body end.
///
/// The first byte chooses the column plan, the second the size of the chunks; the rest is the body.
enum FuzzRows {
    private static let types: [[(type: String, path: String, defaultExpression: String?)]] = [
        [("String", "$.a", nil), ("UInt64", "$.b", nil), ("Float64", "$.c", "1.5")],
        [("Nullable(Int8)", "$.a", nil), ("LowCardinality(Nullable(String))", "$.a.b", nil), ("Bool", "$.b", "true")],
        [("DateTime", "$.a", nil), ("DateTime64(3, 'Europe/Berlin')", "$.b", "now64(3)"), ("Date32", "$.c", "'1970-01-01'")],
        [("Array(String)", "$.a[:]", nil), ("Array(Array(Int32))", "$.b", "[]"), ("Array(UInt8)", "$.c[:].d", nil)],
        [("Map(String, Float32)", "$.a", nil), ("Tuple(Int16, String)", "$.b", nil), ("JSON", "$", nil)],
        [("Decimal(38, 10)", "$.a", nil), ("Int256", "$.b", nil), ("UUID", "$.c", nil), ("IPv6", "$.d", nil)],
        [("FixedString(5)", "$.a", nil), ("Enum8('x' = 1, 'y' = 2)", "$.b", nil), ("IPv4", "$.c", "'127.0.0.1'")],
    ]

    private static let jsonPlans = Self.types.map { Self.plan($0, format: .json) }
    private static let csvPlans = Self.types.map { Self.plan($0, format: .csv) }

    private static func plan(_ columns: [(type: String, path: String, defaultExpression: String?)], format: RowFormat) -> RowPlan {
        let specifications = columns.enumerated().compactMap { index, column -> ColumnSpecification? in
            guard let type = try? DataType(parsing: column.type), let path = try? JSONPath(parsing: column.path) else { return nil }
            return ColumnSpecification(name: "c\(index)", type: type, jsonPath: path, defaultExpression: column.defaultExpression)
        }
        guard specifications.count == columns.count, let plan = try? RowPlan(columns: specifications, format: format) else {
            preconditionFailure("the plans of the fuzzer are right")
        }
        return plan
    }

    /// What bytes choose, if there are enough of them.
    private static func choice(_ bytes: [UInt8]) -> (plan: Int, chunkSize: Int, body: [UInt8])? {
        guard bytes.count >= 2 else { return nil }
        return (Int(bytes[0]) % Self.types.count, Int(bytes[1]) + 1, Array(bytes.dropFirst(2)))
    }

    static func ndjson(_ bytes: [UInt8]) {
        guard let (plan, chunkSize, body) = Self.choice(bytes) else { return }
        var decoder = NDJSONDecoder(plan: Self.jsonPlans[plan])
        let whole = [decoder.decode(body)]
        let pieces = Self.chunks(of: body, size: chunkSize).map { decoder.push($0) } + [decoder.finish()]
        Self.compare(whole, pieces, plan: Self.jsonPlans[plan])
    }

    static func json(_ bytes: [UInt8]) {
        guard let (plan, _, body) = Self.choice(bytes) else { return }
        var decoder = NDJSONDecoder(plan: Self.jsonPlans[plan])
        let first = [decoder.decodeJSON(body)]
        Self.compare(first, [decoder.decodeJSON(body)], plan: Self.jsonPlans[plan])
    }

    static func csv(_ bytes: [UInt8]) {
        guard let (plan, chunkSize, body) = Self.choice(bytes) else { return }
        let plans = Self.csvPlans
        var decoder = CSVDecoder(plan: plans[plan])
        let whole = [decoder.push(body), decoder.finish()]
        var piecewise = CSVDecoder(plan: plans[plan])
        let pieces = Self.chunks(of: body, size: chunkSize).map { piecewise.push($0) } + [piecewise.finish()]
        precondition(decoder.dialect == piecewise.dialect, "chunks do not change the dialect")
        Self.compare(whole, pieces, plan: plans[plan])
    }

    private static func chunks(of body: [UInt8], size: Int) -> [[UInt8]] {
        stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min(body.count, $0 + size)]) }
    }

    private static func compare(_ whole: [DecodedRows], _ pieces: [DecodedRows], plan: RowPlan) {
        precondition(
            whole.map(\.rowCount).reduce(0, +) == pieces.map(\.rowCount).reduce(0, +), "chunks do not change the good rows")
        precondition(whole.flatMap(\.quarantined) == pieces.flatMap(\.quarantined), "chunks do not change the bad rows")
        for row in whole.flatMap(\.quarantined) {
            precondition(row.line >= 1 && !row.columns.isEmpty && row.columns.count == row.errors.count, "a bad row has its reasons")
            precondition(row.values.count == plan.columns.count, "a bad row has a text or nothing for each column")
        }
    }
}
