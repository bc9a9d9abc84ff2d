// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Collects the rows that failed validation, in the words of section 16 of the datafiles contract.
struct RowQuarantine {
    /// What is kept of a text that is no row (datafiles contract, 16).
    private static let keptByteLimit = 8 << 10
    /// What an error quotes of a value; the whole of it is stored beside.
    private static let quotedByteLimit = 200

    private let columns: [ColumnSpecification]
    /// The first column that holds strings keeps what is no row.
    private let textColumn: Int?
    private var rows: [QuarantinedRow] = []
    /// The names of the types at fault so far, by column: that of an enumeration is as long as all its members.
    private var typeNames: [Int: String] = [:]

    init(columns: [ColumnSpecification]) {
        self.columns = columns
        self.textColumn = columns.firstIndex { $0.type.unwrapped == .string }
    }

    /// Keeps a text that is no row.
    mutating func add(_ text: ByteView, because reason: String, line: Int) {
        var values: [String?] = Array(repeating: nil, count: self.columns.count)
        if let textColumn { values[textColumn] = text[0..<min(text.count, Self.keptByteLimit)].string }
        self.rows.append(QuarantinedRow(line: line, columns: [""], errors: [reason], values: values))
    }

    /// Keeps a row with bad values; `values` has the raw text of every column.
    mutating func add(_ faults: [(column: Int, fault: ValueFault)], values: [String?], line: Int) {
        var errors: [String] = []
        for (column, fault) in faults { errors.append(self.text(of: fault, column: column, value: values[column] ?? "")) }
        self.rows.append(
            QuarantinedRow(line: line, columns: faults.map { self.columns[$0.column].name }, errors: errors, values: values))
    }

    /// What was kept since the last time.
    mutating func finish() -> [QuarantinedRow] {
        defer { self.rows = [] }
        return self.rows
    }

    private mutating func text(of fault: ValueFault, column: Int, value: String) -> String {
        let quoted = value.utf8.count <= Self.quotedByteLimit ? value : value.prefix(Self.quotedByteLimit) + "…"
        let name = self.columns[column].name
        return switch fault {
        case .missing: "missing required field '\(name)'"
        case .notOfType: "value '\(quoted)' on column '\(name)' is not \(self.typeName(of: column))"
        case .outOfRange: "value out of range for \(self.typeName(of: column)): '\(quoted)'"
        case .tooManyItems: "value on column '\(name)' has more than \(ValueEncoder.itemLimit) items"
        }
    }

    private mutating func typeName(of column: Int) -> String {
        if let name = self.typeNames[column] { return name }
        let name = "\(self.columns[column].type.unwrapped)"
        self.typeNames[column] = name
        return name
    }
}
