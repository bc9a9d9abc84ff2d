// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
internal import Ingestion
internal import MartletCore
package import Workspaces

extension DeploymentService {
    /// Makes a data source as `edit` describes it.
    package func createDataSource(_ name: String, _ edit: DataSourceEdit, in workspace: WorkspaceID) async throws -> DataSource {
        let path = "datasources/\(name).datasource"
        try await self.changeResource(at: path, in: workspace) { live in
            try live.require(freeName: name)
            return ProjectChange(files: live.files() + [try edit.file(from: ProjectFile(path: path, text: ""))])
        }
        return try self.live(workspace).dataSource(name)
    }

    /// Gives a data source more columns, another description, TTL or indexes. A dry run only tells what would be done, and asks no
    /// engine.
    package func alter(
        _ dataSource: DataSource, _ edit: DataSourceEdit, in workspace: WorkspaceID, isDryRun: Bool
    ) async throws -> DataSourceAlteration {
        let plan = { @Sendable (live: LiveProject) in
            let old = try live.dataSource(dataSource.id.text)
            let file = try edit.file(from: old.file)
            let new = Project.parse(only: file, includes: [], secrets: nil).project.dataSources.first
            let operations = try new.map { try DataSourceAlteration.operations(from: old.definition, to: $0) } ?? []
            // Clients look for these words (http-api contract, 3).
            guard !operations.isEmpty else { throw RequestError(.invalidRequest, "There were no operations to perform") }
            return (change: ProjectChange(files: live.files { $0 == old.name } + [file]), operations: operations)
        }
        let live = try self.live(workspace)
        let (change, operations) = try plan(live)
        if isDryRun {
            let findings = CheckedProject(change.files).findings
            guard !findings.hasErrors else { throw RefusedChange(findings, of: dataSource.definition.file) }
        } else {
            try await self.changeResource(at: dataSource.definition.file, in: workspace) { try plan($0).change }
        }
        return DataSourceAlteration(operations: operations, dependencies: live.dependents(of: dataSource).names)
    }

    /// Gives a data source another name; its rows, and those on their way to it, stay.
    package func rename(_ dataSource: DataSource, to name: String, in workspace: WorkspaceID) async throws {
        let path = "datasources/\(name).datasource"
        try await self.changeResource(at: path, in: workspace) { live in
            let dataSource = try live.dataSource(dataSource.id.text)
            try live.require(freeName: name)
            let dependents = live.dependents(of: dataSource).names
            guard dependents.isEmpty else {
                throw RequestError(
                    .conflict,
                    "data source \"\(dataSource.name)\" cannot be renamed while pipes name it: \(dependents.joined(separator: ", "))")
            }
            return ProjectChange(
                files: live.files { $0 == dataSource.name } + [ProjectFile(path: path, text: dataSource.definition.text)],
                renamed: [name: dataSource.name])
        }
    }

    /// Deletes a data source with its rows, with `force` also the views that read or fill it.
    package func delete(_ dataSource: DataSource, from workspace: WorkspaceID, force: Bool) async throws {
        var options = Options()
        options.allowsDestruction = true
        try await self.changeResource(at: dataSource.definition.file, in: workspace, options: options) { live in
            let dataSource = try live.dataSource(dataSource.id.text)
            let dependents = live.dependents(of: dataSource)
            guard dependents.pipes.isEmpty else {
                // Clients stop at this word instead of trying with force (http-api contract, 3).
                throw RequestError(
                    .conflict,
                    "data source \"\(dataSource.name)\" is used by downstream pipes, change or delete them first: \(dependents.pipes.joined(separator: ", "))"
                )
            }
            guard force || dependents.views.isEmpty else {
                throw RequestError(
                    .conflict,
                    "data source \"\(dataSource.name)\" is used by materialized views, which force=true deletes with it: \(dependents.views.joined(separator: ", "))"
                )
            }
            let gone = Set(dependents.views + [dataSource.name])
            return ProjectChange(files: live.files { gone.contains($0) })
        }
    }

    /// Lets two data sources that differ in nothing but their names and rows swap their rows, at once. Quarantines stay.
    package func exchange(_ first: String, _ second: String, in workspace: WorkspaceID) async throws {
        try await self.flows.holdBack(workspace) {
            let live = try self.live(workspace)
            let (first, second) = (try live.dataSource(first), try live.dataSource(second))
            guard first.id != second.id else {
                throw RequestError(.invalidRequest, "data source \"\(first.name)\" cannot be exchanged with itself")
            }
            guard TableShape(first.definition) == TableShape(second.definition) else {
                throw RequestError(
                    .invalidRequest,
                    "data sources \"\(first.name)\" and \"\(second.name)\" cannot be exchanged: their columns, engines or indexes differ")
            }
            for dataSource in [first, second] { try self.catalog.require(unmoved: dataSource.id, of: workspace) }
            try await self.tables(of: try self.catalog.snapshot(of: workspace)).exchange(first.table, second.table)
        }
    }

    /// The pipes that would mean nothing without a data source.
    package func dependents(of dataSource: DataSource, in workspace: WorkspaceID) throws -> DataSourceDependents {
        try self.live(workspace).dependents(of: dataSource)
    }

    /// Deploys a change of one resource, whose file is at `path`; what is found wrong is thrown.
    func changeResource(
        at path: String, in workspace: WorkspaceID, options: Options = Options(), _ edit: @Sendable (LiveProject) throws -> ProjectChange
    ) async throws {
        let outcome = try await self.change(workspace, options: options, edit)
        guard outcome.result != .failed else { throw RefusedChange(outcome.diagnostics, of: path) }
    }
}

extension DataSourceEdit {
    /// The edited file, or why there can be none.
    fileprivate func file(from file: ProjectFile) throws(RefusedChange) -> ProjectFile {
        do {
            return try self.applied(to: file)
        } catch {
            throw RefusedChange(error.diagnostics, of: file.path)
        }
    }
}
