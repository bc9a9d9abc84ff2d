// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Synchronization
package import Workspaces

/// The door of the room that watches the others: they tell what has happened, and it becomes rows of the service data sources.
///
/// To tell takes a lock and an addition to a list, never waits, and never fails: what there is no room for is dropped and counted.
package final class ServiceLog: Sendable {
    struct Contents {
        var records: [any ServiceRecord] = []
        var droppedCount = 0

        var isEmpty: Bool { self.records.isEmpty && self.droppedCount == 0 }
    }

    private struct State {
        var contents = Contents()
        var byteCount = 0
        var appends: [AppendRecord.Key: AppendCounts] = [:]
    }

    let limits: ServiceLogLimits
    private let state = Mutex(State())
    /// Told when so much has gathered that it should not wait for its time.
    let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    package init(limits: ServiceLogLimits = ServiceLogLimits()) {
        self.limits = limits
        (self.wakes, self.wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: For the other rooms

    /// Tells of a call of an endpoint, or of a query.
    package func add(_ query: QueryRecord) { self.keep(query) }

    /// Tells of an operation on a data source.
    package func add(_ operation: OperationRecord) { self.keep(operation) }

    /// Tells of a job's state; what an ended job has done to data sources follows from it.
    package func add(_ job: Job) {
        self.keep(JobRecord(job: job))
        if let operation = OperationRecord(job) { self.keep(operation) }
        if let block = BlockRecord(job) { self.keep(block) }
        if let sink = SinkRecord(job) { self.keep(sink) }
    }

    /// Tells of requests with events, or of what was stored of them, at a moment.
    package func add(_ counts: AppendCounts, of dataSource: String, in workspace: WorkspaceID, at time: Moment = .now()) {
        let key = AppendRecord.Key(workspace: workspace, dataSource: dataSource, second: time.seconds)
        self.state.withLock { state in
            guard state.appends[key] != nil || state.appends.count < self.limits.appends else {
                state.contents.droppedCount += 1
                return
            }
            state.appends[key, default: AppendCounts()].add(counts)
        }
    }

    // MARK: For the writer

    var isEmpty: Bool { self.state.withLock { $0.contents.isEmpty && $0.appends.isEmpty } }

    /// Whether something has happened to data sources.
    var hasOperations: Bool { self.state.withLock { $0.contents.records.contains { $0 is OperationRecord } } }

    func wakeWriter() { self.wake.yield() }

    func keep(_ record: some ServiceRecord) {
        let byteCount = record.byteCount
        let isHalfFull = self.state.withLock { state in
            guard state.contents.records.count < self.limits.records, state.byteCount + byteCount <= self.limits.size.bytes else {
                state.contents.droppedCount += 1
                return false
            }
            state.contents.records.append(record)
            state.byteCount += byteCount
            return state.contents.records.count == self.limits.records / 2
        }
        if isHalfFull { self.wake.yield() }
    }

    /// Takes out all that has gathered.
    func take() -> Contents {
        var state = self.state.withLock { state in
            defer { state = State() }
            return state
        }
        state.contents.records += state.appends.map { AppendRecord(key: $0.key, counts: $0.value) as any ServiceRecord }
        return state.contents
    }
}
