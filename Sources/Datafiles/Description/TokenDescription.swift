// Part of Martlet. Apache License 2.0; see LICENSE.

/// A `TOKEN` directive.
package struct TokenDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let scope: String

    init(_ grant: TokenGrant) {
        self.name = grant.name
        self.scope = grant.permission.rawValue
    }
}
