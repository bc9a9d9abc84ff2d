// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Templates

extension OpenAPIDocument {
    /// The schemas that the answers of all endpoints refer to.
    static let sharedSchemas: [String: JSONSchema] = [
        "Error": JSONSchema(
            .object([
                .init("error", JSONSchema(.string(), description: "What went wrong, and what would be right.")),
                .init("documentation", JSONSchema(.string(), description: "Where to read about it."), isRequired: false),
            ])),
        "Column": JSONSchema(
            .object([
                .init("name", JSONSchema(.string())),
                .init("type", JSONSchema(.string(), description: "The type in the database.")),
            ])),
        "Statistics": JSONSchema(
            .object([
                .init("elapsed", JSONSchema(.number, description: "Seconds.")),
                .init("rows_read", JSONSchema(.integer(minimum: 0), format: "int64")),
                .init("bytes_read", JSONSchema(.integer(minimum: 0), format: "int64")),
            ])),
    ]
}

extension Endpoint {
    /// The schemas of this endpoint's rows and, for a body, of its parameters.
    var schemas: [(String, JSONSchema)] {
        let columns = self.columns?.map { JSONSchema.Property($0.name, JSONSchema(columnType: $0.type), isRequired: $0.isInEveryAnswer) }
        let row = columns.map { JSONSchema(.object($0)) } ?? JSONSchema(.map(to: JSONSchema(.anything)))
        guard !self.parameters.isEmpty else { return [(self.rowSchemaName, row)] }
        let parameters = self.parameters.map { parameter in
            var schema = JSONSchema(parameter)
            schema.description = parameter.description ?? schema.description
            return JSONSchema.Property(parameter.name, schema, isRequired: parameter.isRequired)
        }
        return [(self.rowSchemaName, row), (self.parametersSchemaName, JSONSchema(.object(parameters)))]
    }

    var rowSchemaName: String { "\(self.name).row" }
    var parametersSchemaName: String { "\(self.name).parameters" }

    /// A JSON answer.
    var answer: JSONSchema {
        JSONSchema(
            .object([
                .init("meta", JSONSchema(.array(of: JSONSchema(.reference("Column"))))),
                .init("data", JSONSchema(.array(of: JSONSchema(.reference(self.rowSchemaName))))),
                .init("rows", JSONSchema(.integer(minimum: 0), format: "int64")),
                .init(
                    "rows_before_limit_at_least",
                    JSONSchema(.integer(minimum: 0), format: "int64", description: "The rows there would be without LIMIT, or fewer."),
                    isRequired: false),
                .init("statistics", JSONSchema(.reference("Statistics"))),
            ]))
    }
}
