// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

/// When the pipes of all workspaces run by themselves, and how far each has come; the catalog has what must outlast a restart.
actor PipeSchedules {
    /// A run that is due.
    struct DueRun: Sendable {
        let pipe: Pipe
        /// Seconds since 1970.
        let moment: Int
    }

    private let catalog: WorkspaceCatalog
    private var schedules: [ResourceID: PipeSchedule] = [:]
    private var expressions: [String: CronExpression] = [:]

    init(catalog: WorkspaceCatalog) { self.catalog = catalog }

    func load() async throws {
        self.schedules = Dictionary(try await self.catalog.pipeSchedules().map { ($0.pipe, $0) }) { first, _ in first }
    }

    var paused: Set<ResourceID> { Set(self.schedules.values.filter(\.isPaused).map(\.pipe)) }

    /// The runs of a deployment that are due. A schedule that is new counts from now.
    func dueRuns(of snapshot: WorkspaceSnapshot, at now: Int) async throws -> [DueRun] {
        var due: [DueRun] = []
        var known: Set<ResourceID> = []
        for pipe in snapshot.pipes.values.sorted(by: { $0.name < $1.name }) {
            guard let cron = pipe.definition.schedule, let expression = self.expression(cron) else { continue }
            known.insert(pipe.id)
            let schedule = try await self.schedule(of: pipe.id, cron: cron, in: snapshot.workspace.id, at: now)
            if let moment = schedule.dueMoment(by: expression, at: now) { due.append(DueRun(pipe: pipe, moment: moment)) }
        }
        let gone = self.schedules.values.filter { $0.workspace == snapshot.workspace.id && !known.contains($0.pipe) }
        for schedule in gone {
            try await self.catalog.remove(schedule)
            self.schedules[schedule.pipe] = nil
        }
        return due
    }

    func setPaused(_ isPaused: Bool, _ pipe: ResourceID, cron: String, in workspace: WorkspaceID, at now: Int) async throws {
        var schedule = try await self.schedule(of: pipe, cron: cron, in: workspace, at: now)
        guard schedule.isPaused != isPaused else { return }
        schedule.isPaused = isPaused
        schedule.settledUntil = max(schedule.settledUntil, now)
        try await self.save(schedule)
    }

    /// Notes that all runs of a pipe that were due up to a moment have ended.
    func settle(_ pipe: ResourceID, until moment: Int) async throws {
        guard var schedule = self.schedules[pipe], schedule.settledUntil < moment else { return }
        schedule.settledUntil = moment
        try await self.save(schedule)
    }

    private func schedule(of pipe: ResourceID, cron: String, in workspace: WorkspaceID, at now: Int) async throws -> PipeSchedule {
        var schedule = self.schedules[pipe] ?? PipeSchedule(workspace: workspace, pipe: pipe, cron: cron, settledUntil: now)
        guard schedule.cron != cron || self.schedules[pipe] == nil else { return schedule }
        schedule.cron = cron
        schedule.settledUntil = now
        try await self.save(schedule)
        return schedule
    }

    private func save(_ schedule: PipeSchedule) async throws {
        self.schedules[schedule.pipe] = schedule
        try await self.catalog.save(schedule)
    }

    private func expression(_ cron: String) -> CronExpression? {
        if let expression = self.expressions[cron] { return expression }
        guard let expression = CronExpression(parsing: cron) else { return nil }
        if self.expressions.count >= Self.keptExpressions { self.expressions.removeAll() }
        self.expressions[cron] = expression
        return expression
    }

    /// Expressions that are kept as they are read; a deployment may bring others at any time.
    private static let keptExpressions = 10_000
}
