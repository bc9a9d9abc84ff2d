// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

extension IngestService {
    /// Begins to append a file to a data source.
    package func append(
        _ format: ImportFormat, to dataSource: String, of workspace: WorkspaceID, importID: String, idempotencyKey: String?
    ) async throws -> RowImport {
        try await self.rowImport(
            format, to: dataSource, of: workspace, importID: importID, idempotencyKey: idempotencyKey, destination: .log)
    }

    /// Replaces the rows of a data source, or those that meet a condition, by what `fill` pushes: at once, when all of it is there.
    ///
    /// Events that come in meanwhile are kept, and are stored behind the replacement. Views keep what they have.
    /// - Parameter condition: The engine's SQL of the rows that are replaced; nil for all.
    package func replace(
        _ format: ImportFormat, in dataSource: String, of workspace: WorkspaceID, importID: String, where condition: String?,
        fill: (inout RowImport) async throws -> Void
    ) async throws -> ImportCounts {
        guard let live = try self.catalog.snapshot(of: workspace).dataSource(dataSource) else {
            throw IngestError.unknownDataSource(dataSource)
        }
        return try await self.replaceRows(of: live, in: workspace, where: condition) { staging in
            var rows = try await self.rowImport(
                format, to: dataSource, of: workspace, importID: importID, idempotencyKey: nil, destination: .staging(staging))
            try await fill(&rows)
            return rows.counts
        }
    }

    /// Puts what `fill` puts into a table beside in the place of a data source's rows, or of those that meet a condition, at once.
    package func replaceRows<Result>(
        of live: DataSource, in workspace: WorkspaceID, where condition: String? = nil, fill: (StagingTable) async throws -> Result
    ) async throws -> Result {
        let database = try self.catalog.snapshot(of: workspace).workspace.database
        let staging = StagingTable(beside: live, database: database, engine: self.engine)
        try await staging.create()
        do {
            let result = try await fill(staging)
            try await self.flows.holdBack(workspace) {
                // A deployment may have given the data source another table since.
                guard try self.catalog.snapshot(of: workspace).dataSource(live.name)?.table == live.table else {
                    throw IngestError.changedMeanwhile(live.name)
                }
                try self.catalog.require(unmoved: live.id, of: workspace)
                if let condition { try await staging.merge(replacing: condition) }
                try await staging.takePlace()
            }
            await staging.drop()
            return result
        } catch {
            await staging.drop()
            throw error
        }
    }

    private func rowImport(
        _ format: ImportFormat, to dataSource: String, of workspace: WorkspaceID, importID: String, idempotencyKey: String?,
        destination: RowImport.Destination
    ) async throws -> RowImport {
        let snapshot = try self.catalog.snapshot(of: workspace)
        guard let dataSource = snapshot.dataSource(dataSource) else { throw IngestError.unknownDataSource(dataSource) }
        let plan =
            switch format {
            case .ndjson: try self.plans.plan(of: dataSource, format: .json)
            case .csv: try self.plans.plan(of: dataSource, format: .csv)
            case .parquet: try self.plans.plan(of: dataSource, format: .json, isByName: true)
            }
        return RowImport(
            of: format, plan: plan, dataSource: dataSource,
            flow: try await self.flows.flow(of: dataSource, in: workspace), importID: importID, idempotencyKey: idempotencyKey,
            destination: destination)
    }
}
