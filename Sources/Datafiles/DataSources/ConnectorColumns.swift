// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore

/// The columns a data source has besides its schema because a connector feeds it: where a row stood, and what became of it.
enum ConnectorColumns {
    /// Those that `columns` lacks, declared at the place of the setting that asks for them.
    static func missing(in columns: [ColumnDefinition], directives: [Directive]) -> [ColumnDefinition] {
        let names = Set(columns.map(\.name))
        let added = [
            directives.last("KAFKA_CONNECTION_NAME").map { ($0, self.kafka(directives)) },
            directives.last("IMPORT_TABLE_ARN").map { ($0, self.dynamoDB) },
            (directives.last("IMPORT_EXTERNAL_DATASOURCE") ?? directives.last("IMPORT_QUERY")).map { ($0, self.warehouse) },
        ]
        return added.compactMap { $0 }.flatMap { setting, columns in
            columns.filter { !names.contains($0.name) }
                .map {
                    ColumnDefinition(
                        name: $0.name, type: $0.type, defaultExpression: $0.defaultExpression, location: setting.location)
                }
        }
    }

    private typealias Column = (name: String, type: DataType, defaultExpression: String?)

    private static func kafka(_ directives: [Directive]) -> [Column] {
        let columns: [Column] = [
            ("__topic", .lowCardinality(.string), nil), ("__partition", .integer(bits: 16, isSigned: true), nil),
            ("__offset", .integer(bits: 64, isSigned: true), nil), ("__timestamp", .dateTime(timeZone: nil), nil),
            ("__key", .string, nil), ("__value", .string, nil),
        ]
        guard directives.value("KAFKA_STORE_HEADERS").flatMap(DatafileFlag.value) == true else { return columns }
        return columns + [("__headers", .map(key: .string, value: .string), nil)]
    }

    /// A row is a change of an item.
    private static let dynamoDB: [Column] = [
        ("_record", .nullable(.string), nil), ("_old_record", .nullable(.string), nil), ("_event_type", .lowCardinality(.string), nil),
        ("_timestamp", .dateTime64(precision: 3, timeZone: nil), nil), ("_is_deleted", .integer(bits: 8, isSigned: false), nil),
    ]

    /// Classic's imports from warehouses note when a row came.
    private static let warehouse: [Column] = [("insertion_date", .dateTime(timeZone: nil), "now()")]
}
