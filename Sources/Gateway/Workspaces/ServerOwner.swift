// Part of Martlet. Apache License 2.0; see LICENSE.

/// The one person whom a server belongs to; his identity is the same on all of them.
struct ServerOwner {
    static let id = "00000000-0000-4000-8000-000000000001"
    static let organizationID = "00000000-0000-4000-8000-000000000002"
    static let organizationName = "Local"

    let email: String

    /// The owner as a member of his workspaces.
    var member: JSONObject {
        .object([
            ("id", .text(Self.id)), ("email", .text(self.email)), ("active", .boolean(true)), ("role", .text("admin")),
        ])
    }

    var organization: JSONObject {
        .object([("id", .text(Self.organizationID)), ("name", .text(Self.organizationName))])
    }
}

extension GatewayServices {
    var owner: ServerOwner { ServerOwner(email: self.ownerEmail) }
}
