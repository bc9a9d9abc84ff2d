// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Templates

extension Endpoint {
    /// The paths of an endpoint: its JSON, and its other formats by one path with the format in it.
    var paths: [(String, PathItem)] {
        [
            ("/v0/pipes/\(self.name).json", PathItem(get: self.call, post: self.callByBody)),
            ("/v0/pipes/\(self.name).{format}", PathItem(get: self.callForOtherFormats)),
        ]
    }

    private var call: Operation {
        Operation(
            operationId: self.name, summary: self.summary, description: self.description, tags: self.operationTags,
            parameters: self.queryParameters, responses: self.responses(self.rows))
    }

    private var callByBody: Operation {
        var content: [String: MediaType] = [:]
        if !self.parameters.isEmpty {
            let parameters = MediaType(schema: JSONSchema(.reference(self.parametersSchemaName)))
            content = ["application/json": parameters, "application/x-www-form-urlencoded": parameters]
        }
        var responses = self.responses(self.rows)
        responses["413"] = .shared("TooLarge")
        return Operation(
            operationId: "\(self.name).post", summary: self.summary,
            description: "The same with its parameters in the body, which may be longer than a URL.", tags: self.operationTags,
            requestBody: content.isEmpty ? nil : RequestBody(isRequired: self.parameters.contains(where: \.isRequired), content: content),
            responses: responses)
    }

    private var callForOtherFormats: Operation {
        var format = JSONSchema(.string())
        format.choices = self.otherFormats.map { .string($0) }
        let rows = Response.inline(
            description: "The rows: CSV with a line of names, a JSON object a line, a Parquet file, or Prometheus' text.",
            content: [
                "text/csv": MediaType(), "application/x-ndjson": MediaType(), "application/octet-stream": MediaType(),
                "text/plain": MediaType(),
            ].filter { $0.key != "text/plain" || self.otherFormats.contains("prometheus") })
        return Operation(
            operationId: "\(self.name).format", summary: self.summary, description: "The same in another format.", tags: self.operationTags,
            parameters: [Parameter(name: "format", place: .path, description: nil, isRequired: true, schema: format)]
                + self.queryParameters,
            responses: self.responses(rows))
    }

    private var rows: Response {
        .inline(
            description: "The rows, with the names and types of their columns.",
            content: ["application/json": MediaType(schema: self.answer)])
    }

    private func responses(_ rows: Response) -> [String: Response] {
        (self.hasErrorsOfItsOwn ? Response.failuresOfItsOwn : Response.failures).merging(["200": rows]) { $1 }
    }

    private var queryParameters: [Parameter] {
        self.parameters.map { parameter in
            let schema = JSONSchema(parameter)
            let isList = if case .array = schema.shape { true } else { false }
            return Parameter(
                name: parameter.name, place: .query, description: parameter.description, isRequired: parameter.isRequired, schema: schema,
                repeatsName: isList ? false : nil)
        }
    }

    /// The first line of the description, else the name.
    private var summary: String {
        let line = self.description?.split(whereSeparator: \.isNewline).first { $0.contains { !$0.isWhitespace } }
        return line.map { String($0.drop(while: \.isWhitespace)) } ?? self.name
    }

    private var operationTags: [String]? { self.tags.isEmpty ? nil : self.tags }
}
