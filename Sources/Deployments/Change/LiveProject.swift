// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore
internal import Workspaces

/// The project that a workspace serves, as somebody who changes a part of it sees it.
struct LiveProject {
    private let snapshot: WorkspaceSnapshot
    private let check: @Sendable ([ProjectFile]) -> CheckedProject

    /// - Parameter check: Reads a project of the workspace.
    init(_ snapshot: WorkspaceSnapshot, check: @Sendable @escaping ([ProjectFile]) -> CheckedProject) {
        self.snapshot = snapshot
        self.check = check
    }

    /// The files of all resources but those that `isLeftOut` names.
    func files(without isLeftOut: (String) -> Bool = { _ in false }) -> [ProjectFile] {
        self.snapshot.dataSources.values.filter { !isLeftOut($0.name) }.map(\.file)
            + self.snapshot.pipes.values.filter { !isLeftOut($0.name) }.map(\.file)
            + self.snapshot.connections.values.map { ProjectFile(path: $0.definition.file, text: $0.definition.text) }
    }

    var dataSources: [DataSource] { Array(self.snapshot.dataSources.values) }
    var pipes: [Pipe] { Array(self.snapshot.pipes.values) }

    func dataSource(_ nameOrID: String) throws -> DataSource {
        guard let dataSource = self.snapshot.dataSource(nameOrID) else {
            throw RequestError(.notFound, "data source \"\(nameOrID)\" does not exist")
        }
        return dataSource
    }

    func pipe(_ nameOrID: String) throws -> Pipe {
        guard let pipe = self.snapshot.pipe(nameOrID) else { throw RequestError(.notFound, "pipe \"\(nameOrID)\" does not exist") }
        return pipe
    }

    /// The pipe that has exactly this name.
    func pipe(named name: String) -> Pipe? { self.snapshot.pipes[name] }

    /// Refuses a name that is none, or not free; `kind` is what would bear it.
    func require(freeName name: String, for kind: String = "data source") throws {
        guard ResourceName.isValid(name), !name.contains(".") else {
            throw RequestError(.invalidRequest, "\"\(name)\" cannot name a \(kind): \(ResourceName.hint)")
        }
        if self.snapshot.dataSources[name] != nil {
            let isSame = kind == "data source"
            throw RequestError(
                .conflict, isSame ? "data source \"\(name)\" exists already" : "the name \"\(name)\" is taken by a data source")
        }
        if let owner = self.snapshot.dataSources.values.first(where: { $0.quarantineName == name }) {
            throw RequestError(.conflict, "the name \"\(name)\" is that of the quarantine of data source \"\(owner.name)\"")
        }
        guard self.snapshot.pipes[name] != nil else { return }
        throw RequestError(.conflict, kind == "pipe" ? "pipe \"\(name)\" exists already" : "the name \"\(name)\" is taken by a pipe")
    }

    func dependents(of dataSource: DataSource) -> DataSourceDependents {
        let read = self.check(self.files())
        return DataSourceDependents(on: dataSource, in: read.project, graph: read.graph)
    }

    /// The pipes that read a pipe, by name.
    func readers(of pipe: Pipe) -> [String] {
        let read = self.check(self.files())
        return read.graph.pipes { read.project.pipe($0)?.name == pipe.name }.subtracting([pipe.name]).sorted()
    }
}

/// What is to become of the live project.
struct ProjectChange {
    /// All files that are to be live.
    let files: [ProjectFile]
    /// The live names of data sources and pipes that go on under new names, rows and all; by these.
    var renamed: [String: String] = [:]
}

extension DataSource {
    /// Its datafile.
    var file: ProjectFile { ProjectFile(path: self.definition.file, text: self.definition.text) }
}

extension Pipe {
    /// Its datafile.
    var file: ProjectFile { ProjectFile(path: self.definition.file, text: self.definition.text) }
}
