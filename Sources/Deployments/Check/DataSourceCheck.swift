// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore

/// Checks the expressions of a data source that become part of its table.
struct DataSourceCheck {
    let definition: DataSourceDefinition

    func run() -> [Diagnostic] {
        let definition = self.definition
        let expressionGuard = ExpressionGuard(columns: Set(definition.columns.map(\.name)))
        let engine = definition.engine
        var texts: [(what: String, text: String?, location: SourceLocation)] = [
            ("ENGINE_PARTITION_KEY", engine.partitionKey, engine.location(of: "PARTITION_KEY")),
            ("ENGINE_SORTING_KEY", engine.sortingKey, engine.location(of: "SORTING_KEY")),
            ("ENGINE_PRIMARY_KEY", engine.primaryKey, engine.location(of: "PRIMARY_KEY")),
            ("ENGINE_SAMPLING_KEY", engine.samplingKey, engine.location(of: "SAMPLING_KEY")),
            ("ENGINE_TTL", engine.ttl, engine.location(of: "TTL")),
            ("ENGINE_VER", engine.versionColumn, engine.location(of: "VER")),
            ("ENGINE_IS_DELETED", engine.isDeletedColumn, engine.location(of: "IS_DELETED")),
            ("ENGINE_SIGN", engine.signColumn, engine.location(of: "SIGN")),
            ("ENGINE_VERSION", engine.stateVersionColumn, engine.location(of: "VERSION")),
            ("ENGINE_COLUMNS", engine.summedColumns.joined(separator: ", "), engine.location(of: "COLUMNS")),
        ]
        for column in definition.columns {
            texts.append(("the DEFAULT of column \"\(column.name)\"", column.defaultExpression, column.location))
            texts.append(("the CODEC of column \"\(column.name)\"", column.codec, column.location))
        }
        for index in definition.indexes {
            texts.append(("index \"\(index.name)\"", "\(index.expression), \(index.type)", index.location))
        }
        // A setting is never a column.
        let settings = Self.finding(
            "ENGINE_SETTINGS", engine.settings, at: engine.location(of: "SETTINGS"), by: ExpressionGuard(columns: []))
        return texts.compactMap { Self.finding($0.what, $0.text, at: $0.location, by: expressionGuard) }
            + [settings, ForwardQuery.finding(in: definition)].compactMap { $0 }
    }

    private static func finding(_ what: String, _ text: String?, at location: SourceLocation, by expressionGuard: ExpressionGuard)
        -> Diagnostic?
    {
        guard let text else { return nil }
        do throws(ExpressionRefusal) {
            try expressionGuard.check(text)
            return nil
        } catch {
            return Diagnostic(.error, "\(what) is refused: \(error.reason)", at: location)
        }
    }
}
