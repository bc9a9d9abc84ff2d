// Part of Martlet. Apache License 2.0; see LICENSE.

package import Deployments
package import Ingestion
package import Jobs
package import Observability
package import PipeJobs
package import Queries
package import Workspaces

/// The doors behind the gateway.
package struct GatewayServices: Sendable {
    package let catalog: WorkspaceCatalog
    package let ingestion: IngestService
    package let imports: ImportService
    package let jobs: JobService
    package let queries: QueryService
    package let live: LiveService
    package let workspaces: CompiledWorkspaces
    package let columns: ResultColumns
    package let deployments: DeploymentService
    package let keeper: WorkspaceKeeper
    package let replays: QuarantineReplays
    package let pipeJobs: PipeJobService
    package let statistics: TableStatistics
    package let limiter: RateLimiter
    /// Where routes' requests become rows of the service data sources.
    package let serviceLog: ServiceLog
    package let requestHistory: RequestHistory
    /// Whose workspaces these are: the owner of every workspace of a single-user server.
    package let ownerEmail: String

    package init(
        catalog: WorkspaceCatalog, ingestion: IngestService, imports: ImportService, jobs: JobService, queries: QueryService,
        live: LiveService, workspaces: CompiledWorkspaces, columns: ResultColumns, deployments: DeploymentService, keeper: WorkspaceKeeper,
        replays: QuarantineReplays, pipeJobs: PipeJobService, statistics: TableStatistics, limiter: RateLimiter, serviceLog: ServiceLog,
        requestHistory: RequestHistory, ownerEmail: String
    ) {
        self.catalog = catalog
        self.ingestion = ingestion
        self.imports = imports
        self.jobs = jobs
        self.queries = queries
        self.live = live
        self.workspaces = workspaces
        self.columns = columns
        self.deployments = deployments
        self.keeper = keeper
        self.replays = replays
        self.pipeJobs = pipeJobs
        self.statistics = statistics
        self.limiter = limiter
        self.serviceLog = serviceLog
        self.requestHistory = requestHistory
        self.ownerEmail = ownerEmail
    }
}
