// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing
import Workspaces

@testable import Observability

struct DataSourceChangesTests {
    private func snapshot(_ dataSources: (id: String, name: String, column: String)...) -> WorkspaceSnapshot {
        let files = dataSources.map {
            ProjectFile(path: "\($0.name).datasource", text: "SCHEMA >\n    `\($0.column)` String\n\nENGINE_SORTING_KEY \($0.column)\n")
        }
        let definitions = Project.parse(files).project.dataSources
        return WorkspaceSnapshot(
            workspace: Workspace(id: WorkspaceID("w"), name: "w", database: "w_1", createdAt: Timestamp("")), deployment: 1,
            dataSources: dataSources.compactMap { dataSource in
                definitions.first { $0.name == dataSource.name }.map {
                    DataSource(
                        id: ResourceID(dataSource.id), definition: $0, table: "\(dataSource.id)_1", createdAt: Timestamp(""),
                        updatedAt: Timestamp(""))
                }
            }, pipes: [])
    }

    private func told(_ operations: [OperationRecord]) -> [String] { operations.map { "\($0.kind.rawValue) \($0.dataSource.name)" } }

    @Test func `what was there before is no change`() {
        let snapshot = self.snapshot(("1", "a", "x"))
        var changes = DataSourceChanges([snapshot])
        #expect(changes.operations(in: snapshot).isEmpty)
    }

    @Test func `what comes, changes and goes is told once`() {
        var changes = DataSourceChanges([])
        #expect(self.told(changes.operations(in: self.snapshot(("1", "a", "x"), ("2", "b", "x")))) == ["create a", "create b"])
        #expect(self.told(changes.operations(in: self.snapshot(("1", "a", "y"), ("3", "b", "x")))) == ["alter a", "create b", "delete b"])
        #expect(self.told(changes.operations(in: self.snapshot(("1", "a", "y"), ("3", "b", "x")))).isEmpty)
    }

    @Test func `a data source that has another name is renamed`() {
        var changes = DataSourceChanges([self.snapshot(("1", "a", "x"))])
        let operations = changes.operations(in: self.snapshot(("1", "c", "x")))
        #expect(self.told(operations) == ["rename c"])
        #expect(operations.first?.options == ["old_name": "a", "new_name": "c"])
    }
}
