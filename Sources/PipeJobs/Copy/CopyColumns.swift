// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// Matches what a query yields with the columns of the data source it fills, by name.
enum CopyColumns {
    /// The columns to insert: all that the query yields. Those of the data source that it lacks must be able to do without a value.
    static func match(_ names: [String], of node: String, with target: DataSourceDefinition) throws(PipeJobError) -> [String] {
        let fillable = target.columns.filter { !$0.isMaterialized }
        let fillableNames = Set(fillable.map(\.name))
        let yielded = Set(names)
        let missing = fillable.filter { !yielded.contains($0.name) && $0.defaultExpression == nil && !$0.type.isNullable }.map(\.name)
        let foreign = names.filter { !fillableNames.contains($0) }
        var seen: Set<String> = []
        let repeated = names.filter { !seen.insert($0).inserted }
        guard missing.isEmpty, foreign.isEmpty, repeated.isEmpty else {
            throw .columns(node: node, dataSource: target.name, missing: missing, foreign: foreign, repeated: repeated)
        }
        return names
    }
}
