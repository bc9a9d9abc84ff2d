// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Hummingbird
internal import MartletCore
internal import NIOCore

/// What `POST /v0/pipes` says of a pipe: JSON with its nodes, a form, SQL alone, or a datafile (http-api contract, 9.2).
struct PipeBody: Sendable {
    let name: String
    let parameters: WireParameters
    private let content: Content

    private enum Content {
        case nodes([NodeBody])
        case datafile(String)
    }

    init(_ request: Request) async throws {
        var parameters = try WireParameters(query: request.uri.query)
        let body = try await request.collectedBody(upTo: GatewayLimits.formSize)
        var text = String(buffer: body)
        let isJSON = body.firstCharacter == UInt8(ascii: "{")
        if isJSON {
            try parameters.add(json: body)
        } else if Self.isForm(text) {
            try parameters.add(urlEncoded: text)
        }
        if isJSON || Self.isForm(text) || parameters["sql"] != nil { text = "" }
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        self.name = name
        self.parameters = parameters
        if PipeEdit.isDatafile(text) {
            self.content = .datafile(text)
        } else if let nodes = parameters.objects(in: "nodes"), !nodes.isEmpty {
            self.content = .nodes(
                try nodes.enumerated().map { try NodeBody($1, of: parameters, defaultName: "\(name)_\($0)") })
        } else {
            let sql = parameters["sql"] ?? text
            guard !sql.isEmpty else { throw WireError.missingParameter("sql") }
            self.content = .nodes([NodeBody(name: "\(name)_0", sql: sql)])
        }
    }

    /// Whether the target that a node describes takes the place of one that is there.
    var overridesTarget: Bool {
        guard case .nodes(let nodes) = self.content else { return false }
        return nodes.contains(where: \.overridesTarget)
    }

    /// The data sources that its materialized nodes fill.
    var targets: [String] {
        switch self.content {
        case .nodes(let nodes): return nodes.filter { $0.kind == .materialized }.compactMap { $0.settings["DATASOURCE"] }
        case .datafile(let text):
            let file = ProjectFile(path: "pipes/\(self.name).pipe", text: text)
            let nodes = Project.parse(only: file, includes: [], secrets: nil).project.pipes.flatMap(\.nodes)
            return nodes.filter { $0.kind == .materialized }.compactMap(\.targetDataSource)
        }
    }

    /// Makes the pipe what the body says. Tokens and tags of a pipe that was there stay, unless a datafile has its own.
    func apply(to pipe: inout PipeEdit) throws {
        switch self.content {
        case .datafile(let text): pipe = PipeEdit(text)
        case .nodes(let nodes):
            pipe.removeNodes()
            for node in nodes { try node.add(to: &pipe) }
        }
        if let description = self.parameters["description"] { try pipe.set("DESCRIPTION", to: description) }
    }

    private static func isForm(_ text: String) -> Bool {
        ["name=", "sql=", "description=", "force="].contains { text.hasPrefix($0) }
    }
}
