// Part of Martlet. Apache License 2.0; see LICENSE.

package import Hummingbird

/// All routes, one group of them per API.
package func makeRouter(services: GatewayServices) -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: CORSHeaders())
    router.add(middleware: RateLimitHeaders())
    router.add(middleware: CompressedAnswers())
    router.add(middleware: RequestRecords(log: services.serviceLog))
    router.add(middleware: ErrorResponses())
    router.add(middleware: BodyBudget())
    EventRoutes(services: services).add(to: router)
    PipeRoutes(services: services).add(to: router)
    PipeNodeRoutes(services: services).add(to: router)
    SQLRoutes(services: services).add(to: router)
    // Holds for the routes behind it.
    router.add(middleware: OnWorkerThreads())
    CaptureRoutes(services: services).add(to: router)
    SQLHelperRoutes(services: services).add(to: router)
    OpenAPIRoutes(services: services).add(to: router)
    DocsRoutes(services: services).add(to: router)
    TrackerRoute().add(to: router)
    LocalRoutes(services: services).add(to: router)
    LoginRoutes(services: services).add(to: router)
    DataSourceRoutes(services: services).add(to: router)
    DataSourceDefinitionRoutes(services: services).add(to: router)
    DependencyRoutes(services: services).add(to: router)
    ImportRoutes(services: services).add(to: router)
    AnalyzeRoutes(services: services).add(to: router)
    DataSourceChangeRoutes(services: services).add(to: router)
    QuarantineRoutes(services: services).add(to: router)
    JobRoutes(services: services).add(to: router)
    CopyRoutes(services: services).add(to: router)
    PopulationRoutes(services: services).add(to: router)
    PipeChangeRoutes(services: services).add(to: router)
    NodeChangeRoutes(services: services).add(to: router)
    NodeAnalysisRoute(services: services).add(to: router)
    SinkRoutes(services: services).add(to: router)
    TagRoutes(services: services).add(to: router)
    TokenRoutes(services: services).add(to: router)
    VariableRoutes(services: services).add(to: router)
    WorkspaceRoutes(services: services).add(to: router)
    MemberRoutes(services: services).add(to: router)
    AccountRoutes(services: services).add(to: router)
    ConnectionRoutes(services: services).add(to: router)
    UnservedRoutes(services: services).add(to: router)
    DeploymentRoutes(services: services).add(to: router)
    BuildRoutes(services: services).add(to: router)
    BranchRoutes(services: services).add(to: router)
    WorkspaceDeletionRoutes(services: services).add(to: router)
    router.refuseOtherMethods()
    return router
}

extension Router<GatewayContext> {
    /// A route that both generations of the API have: `/v0/…` and `/v1/…`.
    func onBothVersions(
        _ path: String, method: HTTPRequest.Method, use handler: @Sendable @escaping (Request, GatewayContext) async throws -> Response
    ) {
        for version in ["v0", "v1"] { self.on(RouterPath("/\(version)\(path)"), method: method, use: handler) }
    }
}
