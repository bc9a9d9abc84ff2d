// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Hummingbird

/// Takes routes that may compute for long off the event loop of their connection, whose other connections would wait.
struct OnWorkerThreads: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        try await onWorkerThreads { try await next(request, context) }
    }
}

/// Runs `work` on the threads that are made for computing.
func onWorkerThreads<Result: Sendable>(_ work: @concurrent () async throws -> Result) async rethrows -> Result {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await work() }
}
