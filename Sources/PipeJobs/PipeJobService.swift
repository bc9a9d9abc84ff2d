// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import Datafiles
internal import FoundationEssentials
package import Ingestion
package import Jobs
package import Logging
internal import MartletCore
package import Queries
package import Workspaces

/// The door of what pipes do on demand or at given times; each run is a job.
package struct PipeJobService: Sendable {
    let catalog: WorkspaceCatalog
    let workspaces: CompiledWorkspaces
    /// With the patience that long statements need.
    let engine: EngineClient
    let ingestion: IngestService
    let flows: DataSourceFlows
    let jobs: JobService
    let schedules: PipeSchedules
    let leave: SinkLeave
    let reach: DatabaseReach
    let limits: PipeJobLimits
    let logger: Logger
    /// Seconds since 1970.
    let now: @Sendable () -> Int
    let runs = PipeRuns()

    package init(
        catalog: WorkspaceCatalog, workspaces: CompiledWorkspaces, engine: EngineClient, ingestion: IngestService, flows: DataSourceFlows,
        jobs: JobService, leave: SinkLeave, reach: DatabaseReach, limits: PipeJobLimits = PipeJobLimits(), logger: Logger,
        now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.catalog = catalog
        self.workspaces = workspaces
        self.engine = engine
        self.ingestion = ingestion
        self.flows = flows
        self.jobs = jobs
        self.schedules = PipeSchedules(catalog: catalog)
        self.leave = leave
        self.reach = reach
        self.limits = limits
        self.logger = logger
        self.now = now
    }

    var watchedEngine: WatchedEngine { WatchedEngine(engine: self.engine, interval: self.limits.progressInterval) }

    // MARK: For requests

    /// Runs a copy pipe when there is room for it; returns at once.
    package func copy(_ request: CopyRequest, in workspace: WorkspaceID) async throws -> Job {
        // What is wrong with the request is said at once.
        let plan = try self.plan(request, moment: self.now(), in: workspace)
        return try await self.begin(plan.job(), of: plan.pipe) { try await self.copy(request, moment: plan.moment, as: $0) }
    }

    /// Asks the jobs of a pipe that have not ended to end.
    package func cancel(_ pipe: Pipe, in workspace: WorkspaceID) async throws -> [Job] {
        let open = try await self.jobs.jobs(of: workspace) { $0.parameters["pipe_id"] == pipe.id.text && $0.isCancellable }
        var cancelled: [Job] = []
        for job in open { cancelled.append(try await self.jobs.cancel(job.id, of: workspace)) }
        return cancelled
    }

    // MARK: Schedules

    /// Stops a pipe from running by itself, or lets it again; what was due meanwhile is not made up for.
    package func setPaused(_ isPaused: Bool, _ pipe: Pipe, in workspace: WorkspaceID) async throws {
        guard let cron = pipe.definition.schedule else { throw PipeJobError.notScheduled(pipe: pipe.name) }
        try await self.schedules.setPaused(isPaused, pipe.id, cron: cron, in: workspace, at: self.now())
    }

    /// The pipes of all workspaces that are paused.
    package func pausedPipes() async -> Set<ResourceID> { await self.schedules.paused }

    // MARK: Running

    func plan(_ request: CopyRequest, moment: Int, in workspace: WorkspaceID) throws -> CopyPlan {
        try CopyPlan(request, moment: moment, in: try self.workspaces.live(workspace), runTime: self.limits.runTime)
    }

    /// Begins a job of a pipe, unless one is under way.
    func begin(_ job: Job, of pipe: Pipe, work: @escaping JobService.Work) async throws -> Job {
        guard self.runs.isOpen else { throw PipeJobError.notReady }
        guard self.runs.reserve(pipe.id) else { throw PipeJobError.alreadyRunning(pipe: pipe.name, job: job.id) }
        do {
            if let running = await self.openJob(of: pipe.id, in: job.workspace) {
                throw PipeJobError.alreadyRunning(pipe: pipe.name, job: running)
            }
            let begun = try await self.jobs.enqueue(job, work: work)
            self.runs.settle(pipe.id, job: begun.id)
            return begun
        } catch {
            self.runs.settle(pipe.id, job: nil)
            throw error
        }
    }

    /// The job of a pipe that has not ended.
    func openJob(of pipe: ResourceID, in workspace: WorkspaceID) async -> String? {
        guard let id = self.runs.job(of: pipe), let job = try? await self.jobs.job(id, of: workspace) else { return nil }
        return job.status.isEnd ? nil : id
    }

    // MARK: Start and end

    /// Reads what a former run of the server has kept. Gives back the jobs that this room will go on with.
    package func load() async throws -> Set<String> {
        try await self.schedules.load()
        return Set(try await self.catalog.stagedCopies().map(\.id))
    }

    /// Goes on with what a former run of the server has left, once what else it left in the engine is swept, and lets pipes run.
    package func start() async throws {
        let copies = try await self.catalog.stagedCopies()
        for copy in copies {
            try await self.schedules.settle(copy.pipe, until: copy.moment)
            self.runs.settle(copy.pipe, job: copy.id)
        }
        self.runs.isOpen = true
        for copy in copies {
            try await self.jobs.resume(copy.id, of: copy.workspace) { try await self.publish(copy, as: $0) }
        }
    }

    /// Begins no more runs; those at work end, or leave their rest to the next start.
    package func stop() { self.runs.isOpen = false }
}
