// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Queries
internal import Workspaces

/// `/v0/sql_tables`, `/v0/sql_format` and `/v0/sql_replace`: what clients without a parser of their own ask of a query
/// (http-api contract, 8.2).
struct SQLHelperRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/v0/sql_tables", method: method, use: self.tables)
            router.on("/v0/sql_format", method: method, use: self.format)
            router.on("/v0/sql_replace", method: method, use: self.replace)
        }
    }

    /// Pairs of a database, empty for the workspace, and a table; with `table_functions` triples with the functions among them.
    private func tables(_ request: Request, context: GatewayContext) async throws -> Response {
        _ = try self.services.catalog.caller(of: request)
        let parameters = try await request.collectedParameters()
        let query = try Self.query(parameters)
        let hasFunctions = parameters.flag("table_functions")
        let names: TableNames
        do {
            names = try TableNames(ofSQL: query)
        } catch {
            // As the published packages do it, who does not want errors gets the query back.
            guard parameters.isOff("raising") else { throw error }
            return try jsonResponse(["tables": [hasFunctions ? ["", query, ""] : ["", query]]])
        }
        var rows = names.tables.map { hasFunctions ? [$0.database ?? "", $0.name, ""] : [$0.database ?? "", $0.name] }
        if hasFunctions { rows += names.functions.map { ["", "", $0] } }
        return try jsonResponse(["tables": rows])
    }

    private func format(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        try self.services.limiter.take(.queries(caller.workspace), by: caller.grant, for: context)
        let query = try Self.query(try await request.collectedParameters())
        let formatted = try await context.whileConnected {
            try await self.services.queries.formatted(query, in: caller.workspace, grant: caller.grant)
        }
        return try jsonResponse(["q": formatted])
    }

    private func replace(_ request: Request, context: GatewayContext) async throws -> Response {
        _ = try self.services.catalog.caller(of: request)
        let parameters = try await request.collectedParameters()
        guard let replacements = parameters.texts(in: "replacements") else {
            throw WireError.badParameter("replacements", expected: "a JSON object of names and what takes their place")
        }
        return try jsonResponse(["query": try TableNames.replacing(replacements, inSQL: try Self.query(parameters))])
    }

    private static func query(_ parameters: WireParameters) throws -> String {
        guard let query = parameters["q"], !query.isEmpty else { throw WireError.missingParameter("q") }
        return query
    }
}
