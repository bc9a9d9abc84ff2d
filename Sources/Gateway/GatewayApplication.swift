// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
package import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore

/// The gateway as a service that listens on `host` and `port`, and tells the port that it got.
package func makeApplication(
    services: GatewayServices, host: String, port: Int, logger: Logger, onListening: @escaping @Sendable (Int) -> Void
) -> some ApplicationProtocol {
    makeApplication(router: makeRouter(services: services), host: host, port: port, logger: logger, onListening: onListening)
}

/// A listener of the gateway with these routes.
func makeApplication(
    router: Router<GatewayContext>, host: String, port: Int, logger: Logger, onListening: @escaping @Sendable (Int) -> Void
) -> some ApplicationProtocol {
    Application(
        responder: PrefixedPaths(router.buildResponder()),
        server: HTTPServerBuilder { responder in
            OnEventLoop(
                HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [HangupHandler(), SlowClientHandler(), SlowReaderHandler(), ContinueHandler()])))
        },
        configuration: ApplicationConfiguration(
            address: .hostname(host, port: port), serverName: "martlet", backlog: GatewayLimits.waitingConnections,
            availableConnectionsDelegate: MaximumAvailableConnections(GatewayLimits.connections, logger: logger)),
        onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
        logger: logger)
}
