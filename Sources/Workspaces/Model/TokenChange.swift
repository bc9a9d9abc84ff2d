// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a deployment does to a token that datafiles declare.
package struct TokenChange: Sendable, Codable, Hashable {
    package enum Kind: String, Sendable, Codable {
        case new
        case changed
        case deleted
    }

    package struct Permission: Sendable, Codable, Hashable, Comparable {
        package let resource: String
        /// `datasource` or `pipe`.
        package let resourceType: String
        /// `READ` or `APPEND`.
        package let permission: String

        package init(resource: String, resourceType: String, permission: String) {
            self.resource = resource
            self.resourceType = resourceType
            self.permission = permission
        }

        package static func < (left: Permission, right: Permission) -> Bool {
            (left.resource, left.permission) < (right.resource, right.permission)
        }
    }

    package let name: String
    package let kind: Kind
    package let added: [Permission]
    package let removed: [Permission]
}

extension TokenChange {
    /// What leads from the tokens of some datafiles to those of others, by name.
    package static func changes(from old: [String: Set<Permission>], to new: [String: Set<Permission>]) -> [TokenChange] {
        Set(old.keys).union(new.keys).sorted().compactMap { name in
            let (before, after) = (old[name] ?? [], new[name] ?? [])
            guard before != after else { return nil }
            return TokenChange(
                name: name, kind: before.isEmpty ? .new : after.isEmpty ? .deleted : .changed,
                added: after.subtracting(before).sorted(), removed: before.subtracting(after).sorted())
        }
    }
}
