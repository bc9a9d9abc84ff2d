// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
package import Hummingbird
internal import Logging
internal import MartletCore
package import NIOCore

/// What travels with a request through the gateway.
package struct GatewayContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Names this request in answers and in the log.
    package let requestID: String
    /// Who sent it; nil where that is unknown.
    package let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.requestID = UUID().uuidString.lowercased()
        self.remoteAddress = source.channel.remoteAddress
    }

    /// Bodies of management calls; routes that take data set their own bound.
    package var maxUploadSize: Int { GatewayLimits.formSize.bytes }

    /// Whether the caller runs on this machine.
    package var isLoopback: Bool {
        switch self.remoteAddress {
        case .v4(let address): address.host.hasPrefix("127.") || self.remoteAddress?.ipAddress?.hasPrefix("127.") == true
        case .v6: self.remoteAddress?.ipAddress == "::1" || self.remoteAddress?.ipAddress?.hasPrefix("::ffff:127.") == true
        case .unixDomainSocket: true
        case nil: false
        }
    }
}

extension GatewayContext {
    func whileConnected<R: Sendable>(_ operation: @Sendable () async throws -> R) async throws -> R { try await operation() }
}
