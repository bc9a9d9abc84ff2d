// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// Which column of a Parquet file fills which column of a data source.
///
/// A column is filled by what its JSON path leads to, through groups too; else by the file's column of its own name; else by the one of
/// its path's last name.
struct ParquetColumns: Equatable {
    /// A column of the file, as the engine describes it.
    struct FileColumn: Decodable, Equatable {
        let name: String
        let type: String
    }

    /// A column of the data source, and the SQL of its value in the table that holds the file's columns.
    struct Filling: Equatable {
        let column: String
        let expression: String
    }

    /// A column of the file that is read.
    struct Used: Equatable {
        let name: String
        /// As we understand and spell it: members of groups are named by whoever wrote the file.
        let type: DataType
    }

    let fillings: [Filling]
    let used: [Used]

    init(_ fileColumns: [FileColumn], filling columns: [ColumnDefinition], of dataSource: String) throws(ParquetError) {
        let names = fileColumns.map(\.name)
        let readable = fileColumns.compactMap { column in
            (try? DataType(parsing: column.type)).map { Used(name: column.name, type: $0) }
        }
        let types = Dictionary(readable.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        var (fillings, used, missing) = ([Filling](), Set<String>(), [String]())
        for column in columns where !column.isMaterialized && !column.type.isAggregateFunction {
            let match = Self.match(column, in: types)
            if let match {
                fillings.append(Filling(column: column.name, expression: match.expression))
                used.insert(match.source)
            } else if column.defaultExpression == nil, !column.type.isNullable, !column.type.takesAnyJSON {
                missing.append(column.name)
            }
        }
        guard !fillings.isEmpty else { throw .noColumn(dataSource: dataSource, fileColumns: names) }
        guard missing.isEmpty else { throw .missing(missing, fileColumns: names) }
        self.fillings = fillings
        self.used = readable.filter { used.contains($0.name) }
    }

    private static func match(_ column: ColumnDefinition, in file: [String: DataType]) -> (source: String, expression: String)? {
        let steps = column.jsonPath?.steps ?? []
        if case .key(let first) = steps.first, let type = file[first],
            let expression = Self.expression(for: steps.dropFirst(), in: SQLText.identifier(first), type: type)
        {
            return (first, expression)
        }
        let lastName = steps.reversed().lazy.compactMap { step -> String? in if case .key(let key) = step { key } else { nil } }.first
        for name in [column.name, lastName].compactMap({ $0 }) where file[name] != nil {
            return (name, SQLText.identifier(name))
        }
        return nil
    }

    /// The value that a path leads to within a value of a type; nil if it leads nowhere.
    private static func expression(for steps: ArraySlice<JSONPath.Step>, in text: String, type: DataType) -> String? {
        guard let step = steps.first else { return text }
        switch (step, type) {
        case (_, .nullable(let inner)): return Self.expression(for: steps, in: text, type: inner)
        // The engine takes a member out of all items at once.
        case (.items, .array(let inner)): return Self.expression(for: steps.dropFirst(), in: text, type: inner)
        case (.key(let key), .tuple(let elements)):
            guard let element = elements.first(where: { $0.name == key }) else { return nil }
            let member = "tupleElement(\(text), \(SQLText.stringLiteral(key)))"
            return Self.expression(for: steps.dropFirst(), in: member, type: element.type)
        default: return nil
        }
    }
}
