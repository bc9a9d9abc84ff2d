// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
package import Datafiles
package import MartletCore

/// What a sample of rows says of the data source that could hold them (http-api contract, 7).
///
/// A data source of this schema takes every row of the sample.
package struct Analysis: Hashable, Sendable {
    /// Rows that are shown as they came.
    static let previewRowLimit = 10
    /// A schema with more columns than this is nobody's intention.
    static let columnLimit = 1_000

    package let columns: [AnalyzedColumn]
    /// The first rows: the values of each in the order of the columns.
    package let preview: [[PreviewValue]]
    /// How many rows the sample has, and how many bytes.
    package let rowCount: Int
    package let byteCount: Int
    /// How the sample is spelled, if it is CSV.
    package let dialect: AnalyzedDialect?
    /// How long it took, by the clock of whoever has one.
    package var elapsed: Duration = .zero

    /// The columns as a datafile has them.
    ///
    /// A comma and a blank stand between columns only: that is where clients break the line.
    package var schema: String { self.columns.map(\.definition).joined(separator: ", ") }
}

/// A column that was found in a sample.
package struct AnalyzedColumn: Hashable, Sendable {
    package let name: String
    /// Where rows have the value; nil for CSV.
    package let path: JSONPath?
    /// The type of the values that are there.
    package let type: DataType
    /// The share of the rows that have a value.
    package let presentShare: Double

    /// The type that holds what is missing too, where a type can.
    package var columnType: DataType {
        if self.presentShare < 1, self.type.isScalar { .nullable(self.type) } else { self.type }
    }

    /// What stands in for a missing value that cannot be NULL.
    package var defaultExpression: String? { self.presentShare < 1 && !self.type.isScalar ? "[]" : nil }

    fileprivate var definition: String {
        let path = self.path.map { " `json:\($0)`" } ?? ""
        return "`\(self.name)` \(self.columnType)\(path)" + (self.defaultExpression.map { " DEFAULT \($0)" } ?? "")
    }
}

/// How a CSV sample is spelled.
package struct AnalyzedDialect: Hashable, Sendable {
    package let delimiter: UInt8
    package let hasHeader: Bool
}

/// A value of a row that is shown.
package indirect enum PreviewValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int128)
    case number(Double)
    case text(String)
    case list([PreviewValue])
}

/// Why nothing can be said of a sample.
package struct AnalysisError: ServiceError, Hashable {
    package let message: String
    package var code: ErrorCode { .invalidRequest }
}
