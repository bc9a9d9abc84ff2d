// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
package import Templates
package import Workspaces

/// A pipe whose templates are parsed, once per deployment.
package struct CompiledPipe: Sendable {
    package let pipe: Pipe
    /// The parsed SQL of each node by the node's name.
    package let templates: [String: Template]
    /// What the default rendering of each node reads, by the node's name: nodes, pipes and data sources, in the order of the text.
    package let dependencies: [String: [String]]
    /// The pipes and data sources among them.
    package let resourceNames: Set<String>
    /// The parameters of all nodes, one entry a name.
    package let parameters: [TemplateParameter]

    /// Parses the templates, unless `known`, the pipe as it was before, has the same, wherever they stood.
    init(_ pipe: Pipe, knowing known: CompiledPipe? = nil) throws(TemplateError) {
        self.pipe = pipe
        if let known, known.pipe.definition.nodes.elementsEqual(pipe.definition.nodes, by: { $0.name == $1.name && $0.sql == $1.sql }) {
            (self.templates, self.parameters) = (known.templates, known.parameters)
            (self.dependencies, self.resourceNames) = (known.dependencies, known.resourceNames)
            return
        }
        var templates: [String: Template] = [:]
        for node in pipe.definition.nodes { templates[node.name] = try Template(parsing: node.sql, name: node.name) }
        self.parameters = TemplateParameter.merged(pipe.definition.nodes.compactMap { templates[$0.name]?.parameters })
        self.templates = templates
        self.dependencies = templates.mapValues { template in
            (try? TableNames(of: template))?.tables.map(\.name) ?? []
        }
        self.resourceNames = Set(self.dependencies.values.joined()).subtracting(templates.keys)
    }
}
