// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Which field of a record fills which column.
struct CSVHeader {
    /// How many fields a record has.
    let fieldCount: Int
    /// The field of each column of the data source; nil for columns that no field fills.
    let fields: [Int?]

    /// Fields by position: one for each column that the plan fills.
    init(positionsOf plan: RowPlan) {
        var fields: [Int?] = Array(repeating: nil, count: plan.columns.count)
        for (field, reader) in plan.readers.enumerated() { fields[reader.column] = field }
        self.fields = fields
        self.fieldCount = plan.readers.count
    }

    /// Fields by name; of equal names the last counts. Names without a column are nothing.
    init(names: [String], columns: [ColumnSpecification]) {
        var fields: [Int?] = Array(repeating: nil, count: columns.count)
        for (field, column) in Self.columns(called: names, in: columns).enumerated() {
            if let column { fields[column] = field }
        }
        self.fields = fields
        self.fieldCount = names.count
    }

    /// Whether every name is that of a column, as a header's are (datafiles contract, 15).
    static func isHeader(_ names: [String], of columns: [ColumnSpecification]) -> Bool {
        !names.isEmpty && self.columns(called: names, in: columns).allSatisfy { $0 != nil }
    }

    /// The columns that a header means: in any case, or as an analysis of the file has named them.
    private static func columns(called names: [String], in columns: [ColumnSpecification]) -> [Int?] {
        let places = Dictionary(columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let placesInAnyCase = Dictionary(columns.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
        var guessedNames = ColumnNames()
        return names.enumerated().map { index, name in
            let guessed = guessedNames.add(ColumnNames.fromHeader(name), at: index)
            return places[name] ?? places[guessed] ?? placesInAnyCase[name.lowercased()]
        }
    }
}
