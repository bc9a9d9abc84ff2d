// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// All resources of a workspace as one value: what its datafiles declare.
package struct Project: Sendable, Hashable {
    /// Sorted by name, as the others are.
    package let dataSources: [DataSourceDefinition]
    package let pipes: [PipeDefinition]
    package let connections: [ConnectionDefinition]

    package init(dataSources: [DataSourceDefinition] = [], pipes: [PipeDefinition] = [], connections: [ConnectionDefinition] = []) {
        self.dataSources = dataSources.sorted { $0.name < $1.name }
        let names = dataSources.map(\.name)
        self.pipes = pipes.map { $0.naming(targetsAs: { ResourceName.match($0, among: names) }) }.sorted { $0.name < $1.name }
        self.connections = connections.sorted { $0.name < $1.name }
    }

    /// The data source that a node means by this name, whatever version either has.
    package func dataSource(_ name: String) -> DataSourceDefinition? {
        guard let match = ResourceName.match(name, among: self.dataSources.lazy.map(\.name)) else { return nil }
        return self.dataSources.first { $0.name == match }
    }

    /// The pipe that a node means by this name, whatever version either has.
    package func pipe(_ name: String) -> PipeDefinition? {
        guard let match = ResourceName.match(name, among: self.pipes.lazy.map(\.name)) else { return nil }
        return self.pipes.first { $0.name == match }
    }

    /// Reads every file and reports what is wrong in any of them, by file and line.
    ///
    /// A file that means nothing is left out of the project; whoever goes on looks at the diagnostics first. Files that are no
    /// datafiles are passed over, but datafiles may include them. `secrets` take the place of `{{ tb_secret("name") }}` in the
    /// values of data sources and connections; without them (nil) the expressions stay, if they name one of
    /// `secretNames` (nil for any) or have a default. Queries are not looked into.
    package static func parse(
        _ files: [ProjectFile], secrets: [String: String]? = nil, secretNames: Set<String>? = nil
    ) -> (project: Project, diagnostics: [Diagnostic]) {
        var parser = ProjectParser(includes: files, secrets: secrets, secretNames: secretNames)
        return Self.parse(files, with: &parser)
    }

    /// The same, but for the files in `known`: what was found in them, with the same `secretNames`, is taken over. Leaves those of this
    /// project in their place.
    package static func parse(
        _ files: [ProjectFile], secretNames: Set<String>?, knowing known: inout [ProjectFile: ReadFile]
    ) -> (project: Project, diagnostics: [Diagnostic]) {
        var parser = ProjectParser(includes: files, secrets: nil, secretNames: secretNames, knowing: known)
        defer { known = parser.read }
        return Self.parse(files, with: &parser)
    }

    private static func parse(_ files: [ProjectFile], with parser: inout ProjectParser) -> (project: Project, diagnostics: [Diagnostic]) {
        for file in files.sorted(by: { $0.path < $1.path }) { parser.add(file) }
        parser.checkReferences()
        return (parser.project, parser.diagnostics)
    }

    /// Reads one file on its own: whether what it names exists is not looked at.
    package static func parse(
        only file: ProjectFile, includes: [ProjectFile], secrets: [String: String]?
    ) -> (project: Project, diagnostics: [Diagnostic]) {
        var parser = ProjectParser(includes: includes, secrets: secrets)
        parser.add(file)
        return (parser.project, parser.diagnostics)
    }
}
