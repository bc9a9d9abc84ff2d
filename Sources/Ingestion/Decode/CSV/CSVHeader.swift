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
        for (field, name) in names.enumerated() {
            if let column = Self.column(called: name, in: columns) { fields[column] = field }
        }
        self.fields = fields
        self.fieldCount = names.count
    }

    /// Whether every name is that of a column, as a header's are (datafiles contract, 15).
    static func isHeader(_ names: [String], of columns: [ColumnSpecification]) -> Bool {
        !names.isEmpty && names.allSatisfy { self.column(called: $0, in: columns) != nil }
    }

    /// The column that a header means: in any case, or as an analysis of the file has named it.
    private static func column(called name: String, in columns: [ColumnSpecification]) -> Int? {
        if let exact = columns.firstIndex(where: { $0.name == name }) { return exact }
        let lowercased = name.lowercased()
        if let column = columns.firstIndex(where: { $0.name.lowercased() == lowercased }) { return column }
        let guessed = ColumnNames.fromHeader(name)
        return columns.firstIndex { $0.name == guessed }
    }
}
