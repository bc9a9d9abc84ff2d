// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// How the rows of a data source become column data: compiled once, used for every request.
///
/// Columns without a path, and states of aggregate functions, are not part of the insert: the engine gives them their
/// default. (Of CSV every column but such states can be part.) A DEFAULT that is an expression is left to the engine
/// too: its column travels as one that can say "missing".
package struct RowPlan: Sendable {
    /// All columns of the data source, in its order.
    package let columns: [ColumnSpecification]
    /// The columns of the insert, in the order of the block.
    package let insertColumns: [String]
    /// What to select from the block, in the order of `insertColumns`. It counts on `insertSettings`: NULL in a column
    /// that is not Nullable becomes the column's default.
    package let insertSelectItems: [String]

    /// The columns of the block, with the types in which they travel.
    let wireColumns: [NativeColumn]
    let readers: [ColumnReader]
    let encoder: ValueEncoder
    let trie: PathTrie
    /// A JSON array of the defaults that the decoder fills in.
    private let literals: PaddedBytes

    package init(columns: [ColumnSpecification], format: RowFormat = .json) throws(RowPlanError) {
        var builder = RowPlanBuilder(format: format)
        for (index, column) in columns.enumerated() { try builder.add(column, at: index) }
        guard !builder.readers.isEmpty else {
            throw RowPlanError(
                format == .json
                    ? "no column has a JSON path, so JSON rows cannot fill the data source: write `json:$.key` behind a type"
                    : "no column can be filled from CSV: all hold states of aggregate functions")
        }
        self.columns = columns
        self.insertColumns = builder.wireColumns.map(\.name)
        self.insertSelectItems = builder.selectItems
        self.wireColumns = builder.wireColumns
        self.readers = builder.readers
        self.encoder = builder.encoder
        self.trie = PathTrie(builder.paths)
        self.literals = PaddedBytes("[\(builder.literals.joined(separator: ","))]")
    }

    /// The settings that the insert counts on.
    ///
    /// In a JSON column the key `a.b` and the key `b` inside `a` are one path; without its setting the engine would
    /// refuse the whole insert for a row that has both, or for a declared path with a value of another type.
    package var insertSettings: [String: String] {
        var settings = ["insert_null_as_default": "1"]
        if self.columns.contains(where: { $0.type.containsJSON }) {
            settings["type_json_skip_duplicated_paths"] = "1"
            settings["type_json_skip_invalid_typed_paths"] = "1"
        }
        return settings
    }

    /// Hands out the literals as values 1, 2, … of a document; the parser can be used again only afterwards.
    func withLiterals<Result>(_ parser: JSONParser, _ use: (JSONDocument) throws -> Result) rethrows -> Result {
        try self.literals.withView { text in
            guard let literals = try? parser.parse(text) else { preconditionFailure("the plan's literals are JSON") }
            return try use(literals)
        }
    }

    /// The block's columns and types as the table functions `input` and `file` take them.
    package var inputStructure: String {
        self.wireColumns.map { "\(SQLText.identifier($0.name)) \($0.type)" }.joined(separator: ", ")
    }
}

/// A column of the block: where its values go.
struct ColumnReader: Sendable {
    enum Missing: Sendable {
        /// The row goes to quarantine.
        case refused
        /// The type itself can say that there is no value.
        case empty
        /// The decoder fills in the literal of this number.
        case literal(Int)
    }

    /// The number of the column in the data source.
    let column: Int
    /// The root of its nodes in the encoder.
    let node: Int
    let missing: Missing
}
