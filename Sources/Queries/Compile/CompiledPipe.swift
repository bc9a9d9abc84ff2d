// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
package import Templates
package import Workspaces

/// A pipe whose templates are parsed, once per deployment.
package struct CompiledPipe: Sendable {
    package let pipe: Pipe
    /// The parsed SQL of each node by the node's name.
    package let templates: [String: Template]
    /// The pipes and data sources that the default rendering of its nodes names.
    package let resourceNames: Set<String>

    package init(_ pipe: Pipe) throws(TemplateError) {
        var templates: [String: Template] = [:]
        for node in pipe.definition.nodes { templates[node.name] = try Template(parsing: node.sql, name: node.name) }
        self.pipe = pipe
        self.templates = templates
        let tables = templates.values.flatMap { template in
            (try? analyzeQuery(template.renderForCheck(context: .check).sqlText).tables) ?? []
        }
        self.resourceNames = Set(tables.map(\.name)).subtracting(templates.keys)
    }

    /// The parameters of all nodes, one entry a name. A typed mention says more than a bare one and wins.
    package var parameters: [TemplateParameter] {
        var merged: [TemplateParameter] = []
        for node in self.pipe.definition.nodes {
            for parameter in self.templates[node.name]?.parameters ?? [] where !merged.contains(where: { $0.name == parameter.name }) {
                merged.append(parameter)
            }
        }
        return merged
    }
}
