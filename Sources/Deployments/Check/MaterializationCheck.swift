// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore

/// Compares what a materialized node yields with the data source it fills, as far as the texts tell without an engine.
struct MaterializationCheck {
    let node: NodeDefinition
    let query: QueryAnalysis
    let target: DataSourceDefinition

    func run() -> [Diagnostic] {
        guard let columns = SelectList(of: self.query).columns else { return [] }
        return columns.compactMap { self.finding($0) }
    }

    private func finding(_ column: SelectList.Column) -> Diagnostic? {
        guard let name = column.name else { return nil }
        guard let definition = self.target.columns.first(where: { $0.name == name }) else {
            return Diagnostic(
                .error, "node \"\(self.node.name)\" yields the column \"\(name)\", which data source \"\(self.target.name)\" does not have",
                at: self.node.location, hint: "its columns are \(self.target.columns.map(\.name).joined(separator: ", "))")
        }
        guard let function = column.function, definition.type.isAggregateFunction else { return nil }
        guard Self.isPlainAggregate(function) else { return nil }
        return Diagnostic(
            .error,
            "node \"\(self.node.name)\" yields a finished value in \"\(name)\", but data source \"\(self.target.name)\" keeps the state \(definition.type)",
            at: self.node.location, hint: "write \(function)State(…)")
    }

    /// Aggregates that people forget the State of; others are left to the engine.
    private static func isPlainAggregate(_ function: String) -> Bool {
        [
            "any", "anyLast", "argMax", "argMin", "avg", "count", "groupArray", "groupUniqArray", "max", "min", "quantile", "sum", "uniq",
            "uniqExact",
        ].contains(function)
    }
}
