// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Workspaces

/// Notes from time to time how large data sources are.
struct StorageSampler {
    private let engine: EngineClient
    private let limits: ServiceLogLimits
    private var last: Moment?
    private var hasChanges = true

    init(engine: EngineClient, limits: ServiceLogLimits) {
        self.engine = engine
        self.limits = limits
    }

    /// Says that something has happened to data sources, so that it is time sooner.
    mutating func noteChange() { self.hasChanges = true }

    /// Whether it is time to note sizes.
    func isDue(at now: Moment) -> Bool {
        guard let last = self.last else { return true }
        return now.milliseconds - last.milliseconds >= (self.hasChanges ? self.limits.busyStorageInterval : self.limits.storageInterval)
    }

    /// The sizes of all data sources.
    mutating func records(of snapshots: [WorkspaceSnapshot], now: Moment) async throws -> [StorageRecord] {
        guard snapshots.contains(where: { !$0.dataSources.isEmpty }) else { return [] }
        let sizes = try await self.sizes()
        self.last = now
        self.hasChanges = false
        return snapshots.flatMap { snapshot in
            snapshot.dataSources.values.map { dataSource in
                let database = snapshot.workspace.database
                return StorageRecord(
                    workspace: snapshot.workspace.id, dataSource: NamedResource(dataSource), time: now,
                    size: sizes[TableKey(database: database, name: dataSource.table)] ?? StorageRecord.Size(),
                    quarantine: sizes[TableKey(database: database, name: dataSource.quarantineTable)] ?? StorageRecord.Size())
            }
        }
    }

    private struct TableKey: Hashable {
        let database: String
        let name: String
    }

    private func sizes() async throws -> [TableKey: StorageRecord.Size] {
        struct Row: Decodable {
            let database: String
            let name: String
            let rowCount: Int
            let byteCount: Int
        }
        let query = EngineQuery(
            """
            SELECT database, table AS name, sum(rows) AS rowCount, sum(bytes_on_disk) AS byteCount
            FROM system.parts WHERE active GROUP BY database, table
            """)
        let rows = try await self.engine.rows(of: query, as: Row.self)
        return Dictionary(
            rows.map {
                (TableKey(database: $0.database, name: $0.name), StorageRecord.Size(rowCount: $0.rowCount, byteCount: $0.byteCount))
            }
        ) { first, _ in first }
    }
}
