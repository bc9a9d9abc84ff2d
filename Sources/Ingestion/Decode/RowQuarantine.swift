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
        self.rows.append(
            QuarantinedRow(
                line: line, columns: faults.map { self.columns[$0.column].name },
                errors: faults.map { self.text(of: $0.fault, column: self.columns[$0.column], value: values[$0.column] ?? "") },
                values: values))
    }

    /// What was kept since the last time.
    mutating func finish() -> [QuarantinedRow] {
        defer { self.rows = [] }
        return self.rows
    }

    private func text(of fault: ValueFault, column: ColumnSpecification, value: String) -> String {
        let quoted = value.utf8.count <= Self.quotedByteLimit ? value : value.prefix(Self.quotedByteLimit) + "…"
        let type = column.type.unwrapped
        return switch fault {
        case .missing: "missing required field '\(column.name)'"
        case .notOfType: "value '\(quoted)' on column '\(column.name)' is not \(type)"
        case .outOfRange: "value out of range for \(type): '\(quoted)'"
        case .tooManyItems: "value on column '\(column.name)' has more than \(ValueEncoder.itemLimit) items"
        }
    }
}
