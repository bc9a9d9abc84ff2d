// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore

/// Checks that the columns of a sorting key exist and can order rows.
struct SortingKeyCheck {
    private(set) var diagnostics: [Diagnostic] = []

    private static let aggregateFunctions: Set<String> = {
        let functions: Set = ["sum", "count", "avg", "min", "max", "any", "grouparray", "groupuniqarray", "uniq"]
        return functions.union(functions.map { "\($0)merge" })
    }()

    init(engine: EngineDefinition, columns: [ColumnDefinition]) {
        guard let key = engine.sortingKey, key != "tuple()" else { return }
        let location = engine.location(of: "SORTING_KEY")
        let expression = KeyExpression(key)
        let columnsByName = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }

        if engine.kind == .replacingMergeTree, let version = engine.versionColumn, expression.names.contains(version) {
            self.diagnostics.append(
                Diagnostic(
                    .error,
                    "ENGINE_VER column '\(version)' cannot be included in the sorting key for ReplacingMergeTree. "
                        + "Rows that differ in it would never replace each other.", at: location))
        }
        if let call = expression.firstCall(where: { Self.aggregateFunctions.contains($0.lowercased()) }) {
            self.diagnostics.append(
                Diagnostic(
                    .error,
                    "Sorting key contains aggregate function expression '\(call)'. "
                        + "Aggregate function expressions cannot be used in sorting keys.", at: location))
        }
        for name in expression.orderingNames {
            if let column = columnsByName[name] { self.check(column, at: location) }
        }
        var seen: Set<String> = []
        for name in expression.names where seen.insert(name).inserted {
            // `a.b` is a column of that name, or a part of the column `a`.
            let root = String(name.prefix { $0 != "." })
            if columnsByName[name] == nil, columnsByName[root] == nil, !expression.hasLambda {
                self.diagnostics.append(Diagnostic(.error, "Sorting key column '\(name)' is not present in schema", at: location))
            }
        }
    }

    private mutating func check(_ column: ColumnDefinition, at location: SourceLocation) {
        if column.type.description.contains("Nullable(") {
            self.diagnostics.append(
                Diagnostic(
                    .error, "Sorting key contains nullable column '\(column.name)'. Nullable columns cannot be used in sorting keys.",
                    at: location))
        } else if column.type.description.contains("AggregateFunction(") {
            self.diagnostics.append(
                Diagnostic(
                    .error,
                    "Sorting key contains column '\(column.name)' with AggregateFunction type. "
                        + "AggregateFunction columns cannot be used in sorting keys.", at: location))
        }
    }
}
