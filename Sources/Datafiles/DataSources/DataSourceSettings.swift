// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The settings of a data source that say where its rows come from.
enum DataSourceSettings {
    private static let kafka = ["KAFKA_CONNECTION_NAME", "KAFKA_GROUP_ID", "KAFKA_TOPIC"]
    private static let bucket = ["IMPORT_BUCKET_URI", "IMPORT_CONNECTION_NAME", "IMPORT_SCHEDULE"]
    private static let dynamoDB = ["IMPORT_CONNECTION_NAME", "IMPORT_EXPORT_BUCKET", "IMPORT_TABLE_ARN"]
    private static let postgres = ["PG_CONNECTION_NAME", "PG_TABLE"]
    private static let choices: [String: [String]] = [
        "KAFKA_AUTO_OFFSET_RESET": ["earliest", "latest", "none"],
        "KAFKA_KEY_FORMAT": ["avro", "json_with_schema", "json_without_schema", "string"],
        "KAFKA_VALUE_FORMAT": ["avro", "json_with_schema", "json_without_schema", "string"],
        "KAFKA_STORE_HEADERS": DatafileFlag.words,
        "KAFKA_STORE_RAW_VALUE": DatafileFlag.words,
        "IMPORT_FORMAT": ["csv", "ndjson", "parquet"],
    ]
    private static let schedules = ["@auto", "@on-demand", "@once"]

    /// All of them, as they are written in a file.
    static let names: [String] =
        kafka + bucket + postgres + choices.keys + [
            "IMPORT_EXPORT_BUCKET", "IMPORT_TABLE_ARN", "IMPORT_FROM_TIMESTAMP", "IMPORT_QUERY",
            // Of Classic.
            "IMPORT_STRATEGY", "KAFKA_STORE_BINARY_HEADERS", "KAFKA_KEY_AVRO_DESERIALIZATION",
        ]

    /// What is missing or wrong in the settings of one file.
    static func check(_ directives: [Directive]) -> [Diagnostic] {
        var check = Check(directives: directives)
        check.requireAll(of: self.kafka, named: "Kafka")
        if let group = directives.last("KAFKA_GROUP_ID"), group.value.isBlank {
            check.diagnostics.append(Diagnostic(.error, "KAFKA_GROUP_ID cannot be empty", at: group.location))
        }
        self.checkImport(&check)
        check.requireAll(of: self.postgres, named: "Postgres")
        for (name, values) in self.choices { check.expectChoice(name, of: values) }
        return check.diagnostics
    }

    private static func checkImport(_ check: inout Check) {
        // Classic's imports from BigQuery and Snowflake: nothing runs them, so nothing is asked of them.
        guard !check.has("IMPORT_EXTERNAL_DATASOURCE"), !check.has("IMPORT_QUERY") else { return }
        if check.has("IMPORT_TABLE_ARN") || check.has("IMPORT_EXPORT_BUCKET") {
            return check.requireAll(of: self.dynamoDB, named: "DynamoDB")
        }
        check.requireAll(of: self.bucket, ifAnyOf: self.bucket + ["IMPORT_FROM_TIMESTAMP", "IMPORT_FORMAT"], named: "connection")
        guard let schedule = check.directives.last("IMPORT_SCHEDULE"), !self.schedules.contains(schedule.value) else { return }
        let allowed = self.schedules.map { "'\($0)'" }.joined(separator: ", ")
        let message = "Invalid import schedule '\(schedule.value)'. Only [\(allowed)] values are allowed"
        check.diagnostics.append(Diagnostic(.error, message, at: schedule.location))
    }
}

private struct Check {
    let directives: [Directive]
    var diagnostics: [Diagnostic] = []

    func has(_ name: String) -> Bool { self.directives.last(name) != nil }

    /// Settings that only work together: all of them are there, or none.
    mutating func requireAll(of names: [String], ifAnyOf triggers: [String]? = nil, named group: String) {
        guard let first = self.directives.first(where: { (triggers ?? names).contains($0.name) }) else { return }
        let missing = names.filter { !self.has($0) }.map { "'\($0.lowercased())'" }
        guard !missing.isEmpty else { return }
        let message =
            "Some \(group) params have been provided, but the following required ones are missing: [\(missing.joined(separator: ", "))]"
        self.diagnostics.append(Diagnostic(.error, message, at: first.location))
    }

    /// An unknown value is not refused: whoever runs the connector knows best. An expression waits for its secret.
    mutating func expectChoice(_ name: String, of values: [String]) {
        guard let directive = self.directives.last(name), !directive.value.isEmpty, !directive.value.contains("{{") else { return }
        guard !values.contains(directive.value.lowercased()) else { return }
        let hint = "Use one of \(values.joined(separator: ", "))"
        let message = "\(directive.value) is no known value for \(name)"
        self.diagnostics.append(Diagnostic(.warning, message, at: directive.location, hint: hint))
    }
}
