// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore

/// The columns a data source fed by Kafka has besides its schema: where a message stood, and what it was.
enum KafkaColumns {
    /// Those that `columns` lacks, declared at the place of the setting that asks for them.
    static func missing(in columns: [ColumnDefinition], directives: [Directive]) -> [ColumnDefinition] {
        guard let connection = directives.last("KAFKA_CONNECTION_NAME") else { return [] }
        var added: [(name: String, type: DataType)] = [
            ("__topic", .lowCardinality(.string)), ("__partition", .integer(bits: 16, isSigned: true)),
            ("__offset", .integer(bits: 64, isSigned: true)), ("__timestamp", .dateTime(timeZone: nil)),
            ("__key", .string), ("__value", .string),
        ]
        if directives.value("KAFKA_STORE_HEADERS").flatMap(DatafileFlag.value) == true {
            added.append(("__headers", .map(key: .string, value: .string)))
        }
        let names = Set(columns.map(\.name))
        return added.filter { !names.contains($0.name) }
            .map { ColumnDefinition(name: $0.name, type: $0.type, location: connection.location) }
    }
}
