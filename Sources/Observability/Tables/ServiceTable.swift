// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The table behind a service data source. Every workspace has all of them, in a database of its own.
package struct ServiceTable: Sendable, Hashable {
    /// A column by its name and its type in the engine.
    package struct Column: Sendable, Hashable {
        package let name: String
        package let type: String
    }

    /// The name behind `tinybird.`.
    package let name: String
    /// In the order of `SELECT *`, which clients count on.
    package let columns: [Column]
    private let engine: String

    /// - Parameters:
    ///   - columns: One a line, its name before its type.
    ///   - engine: What stands behind the columns of `CREATE TABLE`.
    init(_ name: String, columns: String, engine: String) {
        self.name = name
        self.columns = columns.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            precondition(parts.count == 2, "a column has a name and a type")
            return Column(name: String(parts[0]), type: String(parts[1]))
        }
        self.engine = engine
    }

    /// Makes the table where it is missing.
    var definition: String {
        let columns = self.columns.map { "\(SQLText.identifier($0.name)) \($0.type)" }.joined(separator: ", ")
        return "CREATE TABLE IF NOT EXISTS \(SQLText.identifier(self.name)) (\(columns)) ENGINE = \(self.engine)"
    }

    /// Stores rows that ``RowWriter`` has written, all columns of each.
    var insertion: String {
        let columns = self.columns.map { SQLText.identifier($0.name) }.joined(separator: ", ")
        return "INSERT INTO \(SQLText.identifier(self.name)) (\(columns)) FORMAT RowBinary"
    }
}

extension ServiceTable {
    /// All that are served (service data sources contract).
    package static let all: [ServiceTable] =
        [.requests, .dailyRequests, .requestErrors]
        + [.operations, .dailyOperations, .blocks, .storage, .appends]
        + [.jobs, .sinks, .kafka, .languageModels]
}
