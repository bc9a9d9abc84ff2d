// Part of Martlet. Apache License 2.0; see LICENSE.

package import Deployments
package import Ingestion
package import Jobs
package import Queries
package import Workspaces

/// The doors behind the gateway.
package struct GatewayServices: Sendable {
    package let catalog: WorkspaceCatalog
    package let ingestion: IngestService
    package let imports: ImportService
    package let jobs: JobService
    package let queries: QueryService
    package let workspaces: CompiledWorkspaces
    package let deployments: DeploymentService
    package let statistics: TableStatistics
    /// Whose workspaces these are: the owner of every workspace of a single-user server.
    package let ownerEmail: String

    package init(
        catalog: WorkspaceCatalog, ingestion: IngestService, imports: ImportService, jobs: JobService, queries: QueryService,
        workspaces: CompiledWorkspaces, deployments: DeploymentService, statistics: TableStatistics, ownerEmail: String
    ) {
        self.catalog = catalog
        self.ingestion = ingestion
        self.imports = imports
        self.jobs = jobs
        self.queries = queries
        self.workspaces = workspaces
        self.deployments = deployments
        self.statistics = statistics
        self.ownerEmail = ownerEmail
    }
}
