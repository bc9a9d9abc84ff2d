// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore

/// The SELECT list that turns rows of the deployed schema into rows of the new one (datafiles contract, 17).
enum ForwardQuery {
    /// The list that leaves conversions to the engine: the columns that both shapes have.
    static func converting(_ old: TableShape, to new: TableShape) -> String {
        let names = Set(old.columns.map(\.name))
        let columns = new.columns.filter { names.contains($0.name) && !$0.isMaterialized }
        return "SELECT " + columns.map { SQLText.identifier($0.name) }.joined(separator: ", ")
    }

    /// The whole query over a table.
    static func query(_ list: String, over table: String) -> String { "\(list)\nFROM \(SQLText.identifier(table))" }

    /// Refuses what is more than a list over one table.
    static func finding(in definition: DataSourceDefinition) -> Diagnostic? {
        guard let source = definition.forwardQuery else { return nil }
        let refusal = { (reason: String) in
            Diagnostic(
                .error, "FORWARD_QUERY is refused: \(reason)", at: source.start,
                hint: "write the SELECT list only, over the columns of the deployed data source")
        }
        let table = "rows_before"
        do {
            let analysis = try analyzeQuery(Self.query(source.text, over: table))
            try StatementGuard().check(analysis)
            guard analysis.tables.count == 1, analysis.tables.first?.name == table, analysis.tables.first?.database == nil,
                analysis.tableFunctions.isEmpty
            else { return refusal("it reads more than the data source's own rows") }
            return nil
        } catch let error as QueryRefusal {
            return refusal("\(error)")
        } catch {
            return refusal("\(error)")
        }
    }
}
