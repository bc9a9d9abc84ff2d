// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Queries
internal import Templates
internal import Workspaces

/// A pipe as the API shows it (http-api contract, 9.1).
struct PipeObject {
    private let compiled: CompiledPipe
    private let workspace: Workspace
    private let owner: String
    private let baseURL: String
    private let schedules: ScheduleSight

    init(_ compiled: CompiledPipe, in workspace: Workspace, owner: String, baseURL: String, schedules: ScheduleSight) {
        self.compiled = compiled
        self.workspace = workspace
        self.owner = owner
        self.baseURL = baseURL
        self.schedules = schedules
    }

    /// The object with the keys a client asks for; `nodes` is always among them.
    func object(
        selecting attributes: AttributeSelection = AttributeSelection(nil),
        ofNodes nodeAttributes: AttributeSelection = AttributeSelection(nil)
    ) -> JSONObject {
        let pipe = self.compiled.pipe
        let definition = pipe.definition
        let endpoint = definition.nodes.firstIndex { $0.name == definition.publishedNode?.name }.map { pipe.nodeID(at: $0).text }
        var members: [(String, JSONObject)] = [
            ("id", .text(pipe.id.text)),
            ("name", .text(pipe.name)),
            ("description", .text(definition.description ?? "")),
            ("type", .text(definition.kind.wireName)),
            ("endpoint", .text(optional: endpoint)),
            ("url", .text("\(self.baseURL)/v0/pipes/\(pipe.name).json")),
            ("created_at", .text(pipe.createdAt.text)),
            ("updated_at", .text(pipe.updatedAt.text)),
            ("edited_by", .text(self.owner)),
            ("parent", .null),
            ("path", .text("")),
            ("last_commit", .object([("content_sha", .text("")), ("path", .text("")), ("status", .text("ok"))])),
            ("workspace_id", .text(self.workspace.id.text)),
            ("content", .text(definition.text)),
        ]
        members += self.schedules.members(of: pipe)
        let nodes = definition.nodes.enumerated().map { JSONObject.object(self.node($1, at: $0).filter { nodeAttributes.includes($0.0) }) }
        return .object(members.filter { attributes.includes($0.0) } + [("nodes", .list(nodes))])
    }

    /// One node's object; nil if the pipe has none of this name or id.
    func nodeObject(_ nameOrID: String) -> JSONObject? {
        guard let node = self.compiled.pipe.node(nameOrID),
            let index = self.compiled.pipe.definition.nodes.firstIndex(where: { $0.name == node.name })
        else { return nil }
        return .object(self.node(node, at: index))
    }

    private func node(_ node: NodeDefinition, at index: Int) -> [(String, JSONObject)] {
        let pipe = self.compiled.pipe
        return [
            ("id", .text(pipe.nodeID(at: index).text)),
            ("name", .text(node.name)),
            ("sql", .text(node.sql)),
            ("description", .text(node.description ?? "")),
            ("node_type", .text(node.kind.rawValue)),
            ("materialized", .text(optional: node.kind == .materialized ? self.schedules.targetID(of: node) : nil)),
            ("cluster", .null),
            ("created_at", .text(pipe.createdAt.text)),
            ("updated_at", .text(pipe.updatedAt.text)),
            ("version", .integer(0)),
            ("project", .null),
            ("result", .null),
            ("ignore_sql_errors", .boolean(false)),
            ("dependencies", .list((self.compiled.dependencies[node.name] ?? []).map { .text($0) })),
            ("params", .list((self.compiled.templates[node.name]?.parameters ?? []).map(Self.parameter))),
            ("tags", .object([])),
            ("deployment_suffix", .text("")),
        ]
    }

    private static func parameter(_ parameter: TemplateParameter) -> JSONObject {
        .object([
            ("name", .text(parameter.name)),
            ("type", .text(parameter.type)),
            ("default", JSONObject(parameter.defaultValue)),
            ("required", .boolean(parameter.isRequired)),
            ("description", .text(parameter.description ?? "")),
        ])
    }
}

extension JSONObject {
    /// A parameter's default in JSON's kinds.
    fileprivate init(_ value: TemplateValue?) {
        switch value {
        case nil, .none?: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .float(let number): self = .double(number)
        case .text(let text): self = .text(text)
        case .list(let items): self = .list(items.map { JSONObject($0) })
        case .some(let other):
            let text = String(describing: other)
            self = Int(text).map { .integer($0) } ?? .text(text)
        }
    }
}

extension PipeKind {
    /// The API's word for a pipe that is only read by others is `default`.
    fileprivate var wireName: String { self == .plain ? "default" : self.rawValue }
}
