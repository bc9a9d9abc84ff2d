// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore
internal import Workspaces

/// The project that a workspace serves, as somebody who changes a part of it sees it.
struct LiveProject {
    private let snapshot: WorkspaceSnapshot

    init(_ snapshot: WorkspaceSnapshot) { self.snapshot = snapshot }

    /// The files of all resources but those that `isLeftOut` names.
    func files(without isLeftOut: (String) -> Bool = { _ in false }) -> [ProjectFile] {
        self.snapshot.dataSources.values.filter { !isLeftOut($0.name) }.map(\.file)
            + self.snapshot.pipes.values.filter { !isLeftOut($0.name) }.map {
                ProjectFile(path: $0.definition.file, text: $0.definition.text)
            }
            + self.snapshot.connections.values.map { ProjectFile(path: $0.definition.file, text: $0.definition.text) }
    }

    func dataSource(_ nameOrID: String) throws -> DataSource {
        guard let dataSource = self.snapshot.dataSource(nameOrID) else {
            throw RequestError(.notFound, "data source \"\(nameOrID)\" does not exist")
        }
        return dataSource
    }

    /// Refuses a name that is none, or not free.
    func require(freeName name: String) throws {
        guard ResourceName.isValid(name), !name.contains(".") else {
            throw RequestError(.invalidRequest, "\"\(name)\" cannot name a data source: \(ResourceName.hint)")
        }
        if self.snapshot.dataSources[name] != nil { throw RequestError(.conflict, "data source \"\(name)\" exists already") }
        if let owner = self.snapshot.dataSources.values.first(where: { $0.quarantineName == name }) {
            throw RequestError(.conflict, "the name \"\(name)\" is that of the quarantine of data source \"\(owner.name)\"")
        }
        if self.snapshot.pipes[name] != nil { throw RequestError(.conflict, "the name \"\(name)\" is taken by a pipe") }
    }

    func dependents(of dataSource: DataSource) -> DataSourceDependents {
        let project = Project.parse(self.files()).project
        return DataSourceDependents(on: dataSource, in: project, graph: ProjectCheck(project).run().graph)
    }
}

/// What is to become of the live project.
struct ProjectChange {
    /// All files that are to be live.
    let files: [ProjectFile]
    /// The live names of data sources that go on, rows and all, under new names; by these.
    var renamed: [String: String] = [:]
}

extension DataSource {
    /// Its datafile.
    var file: ProjectFile { ProjectFile(path: self.definition.file, text: self.definition.text) }
}
