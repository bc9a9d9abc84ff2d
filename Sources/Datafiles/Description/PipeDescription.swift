// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a `.pipe` file says.
package struct PipeDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let kind = "pipe"
    package let description: String?
    package let tokens: [TokenDescription]
    package let tags: [String]
    package let nodes: [NodeDescription]
    /// The parameters of its templates, for whoever reads these to fill in.
    package var parameters: [ParameterDescription] = []
    package let warnings: [DiagnosticDescription]

    init(_ pipe: PipeDefinition, warnings: [DiagnosticDescription]) {
        self.name = pipe.name
        self.description = pipe.description
        self.tokens = pipe.tokens.map(TokenDescription.init)
        self.tags = pipe.tags
        self.nodes = pipe.nodes.map(NodeDescription.init)
        self.warnings = warnings
    }
}

/// A node of a pipe.
package struct NodeDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let description: String?
    package let sql: String
    package let type: String
    /// What its type asks for, by the directives' names in lower case; what is the default is left out.
    package let options: [String: String]

    init(_ node: NodeDefinition) {
        self.name = node.name
        self.description = node.description
        self.sql = node.sql
        self.type = node.kind.rawValue
        self.options = node.describedOptions
    }
}

/// An input of a pipe's templates.
package struct ParameterDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let type: String
    package let `default`: String?
    package let required: Bool
    package let description: String?

    package init(name: String, type: String, default: String?, required: Bool, description: String?) {
        self.name = name
        self.type = type
        self.default = `default`
        self.required = required
        self.description = description
    }
}

extension NodeDefinition {
    fileprivate var describedOptions: [String: String] {
        var options: [String: String?] = [:]
        if let directive = self.kind.targetDirective { options[directive.lowercased()] = self.targetDataSource }
        switch self.kind {
        case .materialized:
            options["deployment_method"] = self.isAlteredInPlace ? "alter" : nil
            options.merge(self.engineSettings.map { ($0.key.lowercased(), $0.value) }) { $1 }
        case .copy:
            options["copy_schedule"] = self.copySchedule
            options["copy_mode"] = self.copyMode == .replace ? self.copyMode.rawValue : nil
            options["on_demand_compute"] = self.computesOnDemand ? "true" : nil
        case .sink: options.merge(self.exportSettings.map { ($0.key.lowercased(), $0.value) }) { $1 }
        case .endpoint: options["cache"] = self.cacheSeconds.map(String.init)
        case .standard, .stream: break
        }
        return options.compactMapValues { $0 }
    }
}
