// Part of Martlet. Apache License 2.0; see LICENSE.

package import FileSources

/// Decides which databases of others queries may be connected with, and finds their addresses.
package struct DatabaseReach: Sendable {
    private let addressGuard: AddressGuard
    private let resolver: HostResolver

    package init(addressGuard: AddressGuard = AddressGuard(), resolver: HostResolver = .system) {
        self.addressGuard = addressGuard
        self.resolver = resolver
    }

    /// Where a database is: addresses that were checked, for the engine would look up a name once more. It tries them in turn.
    func address(of database: RemoteDatabase) async throws -> String {
        guard let server = ServerAddress(database.address) else { throw RemoteDatabaseError.notAnAddress(database.name) }
        guard let addresses = try await server.resolved(by: self.resolver, within: self.addressGuard) else {
            throw RemoteDatabaseError.notPublic(database.name)
        }
        guard !addresses.isEmpty else { throw RemoteDatabaseError.unknownHost(database.name) }
        return addresses.prefix(QueryLimits.addressesOfDatabase).joined(separator: "|")
    }
}
