// Part of Martlet. Apache License 2.0; see LICENSE.

package import Hummingbird
package import Logging
package import Queries

/// The interface for ClickHouse clients as a service of its own: their tools expect the root of a port.
package func makeClickHouseApplication(
    services: GatewayServices, clickHouse: ClickHouseService, host: String, port: Int, logger: Logger,
    onListening: @escaping @Sendable (Int) -> Void
) -> some ApplicationProtocol {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: CORSHeaders())
    router.add(middleware: RateLimitHeaders())
    router.add(middleware: ClickHouseExceptions())
    router.add(middleware: BodyBudget())
    router.add(middleware: OnWorkerThreads())
    ClickHouseRoutes(services: services, clickHouse: clickHouse).add(to: router)
    return makeApplication(router: router, host: host, port: port, logger: logger, onListening: onListening)
}
