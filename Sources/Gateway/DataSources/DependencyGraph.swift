// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Queries
internal import Workspaces

/// Which pipes of a workspace read which data sources, and which data sources feed which.
struct DependencyGraph {
    private let workspace: CompiledWorkspace
    /// The names of data sources and pipes that each pipe reads, whatever versions its queries write.
    private let named: [String: Set<String>]

    init(_ workspace: CompiledWorkspace) {
        let snapshot = workspace.snapshot
        self.workspace = workspace
        self.named = workspace.pipes.mapValues { pipe in
            Set(pipe.resourceNames.compactMap { snapshot.dataSource(named: $0)?.name ?? snapshot.pipe(named: $0)?.name })
        }
    }

    /// By name.
    var dataSources: [DataSource] { self.workspace.snapshot.dataSources.values.sorted { $0.name < $1.name } }

    /// The pipes that read a resource, by name; with `isRecursive` through other pipes too.
    func pipes(reading name: String, isRecursive: Bool) -> [String] {
        var found: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            for (pipe, names) in self.named where names.contains(next) && found.insert(pipe).inserted && isRecursive { open.append(pipe) }
        }
        return found.sorted()
    }

    /// The data sources that materialized pipes fill from this one, directly or through each other.
    func targets(fedBy name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            for pipe in self.pipes(reading: next, isRecursive: true) {
                guard let definition = self.workspace.pipes[pipe]?.pipe.definition, definition.kind == .materialized,
                    let target = definition.resultNode?.targetDataSource, found.insert(target).inserted
                else { continue }
                open.append(target)
            }
        }
        return found
    }
}
