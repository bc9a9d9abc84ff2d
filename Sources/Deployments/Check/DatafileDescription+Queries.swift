// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
internal import MartletCore
internal import Templates

extension DatafileDescription {
    /// Reads a datafile on its own with the templates and queries in it. Nil if the file is no datafile.
    ///
    /// Whether what it names exists is not looked at. Files it may include stand in `includes`.
    /// Without `secrets` (nil) it is taken for granted that they exist.
    package init?(checking file: ProjectFile, includes: [ProjectFile], secrets: [String: String]? = nil) {
        guard file.kind != nil else { return nil }
        let (project, findings) = Project.parse(only: file, includes: includes, secrets: secrets)
        let nodes = project.pipes.flatMap(\.nodes)
        self.init(
            file, project: project, diagnostics: findings + nodes.flatMap { RenderedNode($0).diagnostics })
        if case .pipe(var pipe) = self {
            pipe.parameters = Self.parameters(of: nodes)
            self = .pipe(pipe)
        }
    }

    private static func parameters(of nodes: [NodeDefinition]) -> [ParameterDescription] {
        let templates = nodes.compactMap { try? Template(parsing: $0.sql, name: $0.name) }
        return TemplateParameter.merged(templates.map(\.parameters)).map { parameter in
            ParameterDescription(
                name: parameter.name, type: parameter.type, default: parameter.defaultValue.map { $0.description },
                required: parameter.isRequired, description: parameter.description)
        }
    }
}
