// Part of Martlet. Apache License 2.0; see LICENSE.

/// Somebody else's database that a query reads.
package struct RemoteDatabase: Sendable, Hashable {
    /// The query parameter that stands for its address. Nothing binds it but ``DatabaseReach``, so that no query leaves unchecked.
    let parameter: String
    /// `host:port`, as the author of the pipe, or a secret, has it.
    let address: String
    /// What messages call it: its address, or the secret that holds it.
    let name: String
}
