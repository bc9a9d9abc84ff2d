// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Templates
internal import Workspaces

/// What a token may read like tables, under the names it is known by.
struct ReadableTables {
    /// A data source or its quarantine.
    struct Table: Hashable {
        let name: String
        let description: String
        /// Whether the token sees only some of the rows: then it is not told how many there are.
        let isFiltered: Bool
    }

    /// By the engine's names.
    let tables: [String: Table]
    /// Endpoints that need no parameter, by their names.
    let pipes: [CompiledPipe]

    init(_ workspace: CompiledWorkspace, grant: AccessGrant) {
        var tables: [String: Table] = [:]
        for dataSource in workspace.snapshot.dataSources.values where grant.mayReadDataSource(dataSource.name) {
            let description = dataSource.definition.description ?? ""
            let isFiltered = grant.rowFilter(for: dataSource.name) != nil
            tables[dataSource.table] = Table(name: dataSource.name, description: description, isFiltered: isFiltered)
            guard grant.mayReadQuarantine(of: dataSource.name) else { continue }
            tables[dataSource.quarantineTable] = Table(name: dataSource.quarantineName, description: description, isFiltered: false)
        }
        self.tables = tables
        self.pipes = workspace.pipes.values.filter { pipe in
            pipe.pipe.definition.publishedNode != nil && grant.mayReadPipe(pipe.pipe.name)
                && !workspace.parameters(of: pipe.pipe.name).contains(where: \.isRequired)
        }.sorted { $0.pipe.name < $1.pipe.name }
    }
}
