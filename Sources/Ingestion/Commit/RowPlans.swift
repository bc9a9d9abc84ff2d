// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Synchronization
internal import Workspaces

/// How the rows of a data source are decoded, and how they are inserted.
struct CompiledPlan: Sendable {
    /// Names the plan, as long as the server runs.
    let number: Int
    let rows: RowPlan
    let shape: LogShape

    init(_ rows: RowPlan, number: Int) {
        self.number = number
        self.rows = rows
        self.shape = InsertShape(rows).logShape
    }
}

/// The compiled column plan of each data source, made at the first request for its table.
final class RowPlans: Sendable {
    /// A plan belongs to one version of a datafile, whose table may live on through compatible changes.
    private struct Key: Hashable {
        let table: String
        let updatedAt: Timestamp
        let format: RowFormat
    }

    private let plans = Mutex<[Key: CompiledPlan]>([:])
    private let count = Atomic(0)

    func plan(of dataSource: DataSource, format: RowFormat = .json) throws -> CompiledPlan {
        let key = Key(table: dataSource.table, updatedAt: dataSource.updatedAt, format: format)
        if let plan = self.plans.withLock({ $0[key] }) { return plan }
        let plan: CompiledPlan
        do {
            let columns = dataSource.definition.columns.map {
                ColumnSpecification(name: $0.name, type: $0.type, jsonPath: $0.jsonPath, defaultExpression: $0.defaultExpression)
            }
            plan = CompiledPlan(
                try RowPlan(columns: columns, format: format), number: self.count.add(1, ordering: .relaxed).newValue)
        } catch {
            throw IngestError.notFillable(dataSource: dataSource.name, reason: error.message)
        }
        self.plans.withLock { plans in
            if plans.count >= IngestLimits.compiledPlans { plans.removeAll() }
            plans[key] = plan
        }
        return plan
    }
}
