// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore

/// A node as the body of a request for a pipe describes it.
struct NodeBody: Sendable {
    let name: String
    let sql: String
    let description: String
    let kind: NodeKind
    let settings: [String: String]
    /// Whether the target that it describes takes the place of one that is there.
    let overridesTarget: Bool

    /// Reads a member of `nodes`; what concerns the one node of a pipe that is more than a step may stand beside the nodes.
    init(_ node: WireParameters, of pipe: WireParameters, defaultName: String) throws {
        self.name = node["name"] ?? defaultName
        guard let sql = node["sql"] else { throw WireError.badParameter("nodes", expected: "\"sql\" in node \"\(self.name)\"") }
        self.sql = sql
        self.description = node["description"] ?? ""
        self.kind = try NodeKind(wire: node["type"] ?? node["node_type"])
        let exports = node.object(in: "export_params")
        self.settings = NodeSettings.directives(of: self.kind) { node[$0] ?? exports?[$0] ?? pipe[$0] }
        self.overridesTarget = node.flag("override_datasource")
    }

    /// A node that is nothing but a query.
    init(name: String, sql: String) {
        self.name = name
        self.sql = sql
        self.description = ""
        self.kind = .standard
        self.settings = [:]
        self.overridesTarget = false
    }

    func add(to pipe: inout PipeEdit) throws {
        try pipe.add(node: self.name, sql: self.sql, description: self.description)
        guard self.kind != .standard else { return }
        try pipe.setKind(of: self.name, to: self.kind, self.settings)
    }
}

extension NodeKind {
    /// The kind that the API calls so.
    init(wire text: String?) throws {
        switch text?.lowercased() {
        case nil, "", "default": self = .standard
        case "data_sink": self = .sink
        case .some(let name):
            guard let kind = NodeKind(rawValue: name) else {
                throw WireError.badParameter("type", expected: "one of \(NodeKind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self = kind
        }
    }
}
