// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a deployment did, or is about to do.
package struct DeploymentReceipt: Sendable, Hashable, Decodable {
    /// `success` or `no_changes`; a refused deployment is thrown.
    package let result: String
    /// What changes, and how far it is.
    package let deployment: Deployment

    /// The parts of the answer that tell what changes, and how far it is. What a server leaves out is nothing.
    package struct Deployment: Sendable, Hashable, Decodable {
        /// Its number, as text.
        package let id: String
        /// `calculating`, `creating_schema`, `schema_ready`, `data_ready`, `deleting`, `deleted` or `failed`.
        package let status: String
        /// Whether it is what the workspace serves.
        package let isLive: Bool
        /// When it was begun, in UTC.
        package let createdAt: String
        /// The resources that are not as they were.
        package let changes: ResourceChanges
        /// What becomes of tokens.
        package let tokenChanges: [TokenChange]
        /// Rows that are copied into new tables.
        package let dataMovements: [DataMovement]
        /// Findings that did not stop it.
        package let feedback: [Feedback]
        /// Why it failed, one text a mistake.
        package let errors: [String]

        /// Whether it will not change any more.
        package var isOver: Bool { ["data_ready", "failed", "deleted"].contains(self.status) }

        /// Reads what the server says of it.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            self.id = try container.decode(String.self, forKey: .id)
            self.status = try container.decodeIfPresent(String.self, forKey: .status) ?? "data_ready"
            self.isLive = try container.decodeIfPresent(Bool.self, forKey: .live) ?? false
            self.createdAt = try container.decodeIfPresent(String.self, forKey: .createdAt) ?? ""
            self.changes = try ResourceChanges(from: decoder)
            self.tokenChanges = try container.decodeIfPresent([TokenChange].self, forKey: .tokenChanges) ?? []
            self.dataMovements = try container.decodeIfPresent([DataMovement].self, forKey: .dataMovements) ?? []
            self.feedback = try container.decodeIfPresent([Feedback].self, forKey: .feedback) ?? []
            self.errors = (try container.decodeIfPresent([Mistake].self, forKey: .errors) ?? []).map(\.text)
        }

        private enum Key: String, CodingKey {
            case id, status, live, feedback, errors
            case createdAt = "created_at"
            case tokenChanges = "token_changes"
            case dataMovements = "data_movements"
        }
    }

    /// A finding about a resource.
    package struct Feedback: Sendable, Hashable, Decodable {
        /// `ERROR`, `WARNING` or `INFO`.
        package let level: String
        /// The finding with its place.
        package let message: String
    }

    /// What becomes of a token.
    package struct TokenChange: Sendable, Hashable, Decodable {
        /// What it may do with a resource.
        package struct Permission: Sendable, Hashable, Decodable {
            let resource: String
            let type: String
            let permission: String

            /// `top.pipe:READ`
            package var text: String { "\(self.resource).\(self.type):\(self.permission)" }

            enum CodingKeys: String, CodingKey {
                case permission
                case resource = "resource_name"
                case type = "resource_type"
            }
        }

        /// What it may do from now on, or no more.
        package struct Permissions: Sendable, Hashable, Decodable {
            package let added, removed: [Permission]

            enum CodingKeys: String, CodingKey {
                case added = "added_permissions"
                case removed = "removed_permissions"
            }
        }

        /// The token's name.
        package let name: String
        /// `new`, `changed` or `deleted`.
        package let change: String
        /// What it may do from now on, and no more.
        package let permissions: Permissions

        enum CodingKeys: String, CodingKey {
            case name = "token_name"
            case change = "change_type"
            case permissions = "permission_changes"
        }
    }

    /// Rows that a deployment copies into the new table of a data source.
    package struct DataMovement: Sendable, Hashable, Decodable {
        /// The data source.
        package let dataSource: String
        /// `backfill_with_mv_queries` or `backfill_with_forward_query`.
        package let kind: String
        /// The materialized pipe whose query makes the rows.
        package let pipe: String?

        enum CodingKeys: String, CodingKey {
            case kind
            case dataSource = "datasource_name"
            case pipe = "source_mv_name"
        }
    }

    /// A mistake, as an object with its file, or as a text alone.
    private struct Mistake: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self.text = text
            } else {
                self.text = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .error)
            }
        }

        private enum Key: String, CodingKey { case error }
    }
}
