// Part of Martlet. Apache License 2.0; see LICENSE.

/// One change of what a workspace serves, from the moment its tables are made until nothing of it is left.
package struct Deployment: Sendable, Codable {
    /// The names are those of the http-api contract, 16.4.
    package enum Status: String, Sendable, Codable {
        /// New rows reach it; those from before are on their way.
        case schemaReady = "schema_ready"
        /// It has all rows, and can be served or is.
        case dataReady = "data_ready"
        /// Its tables are no longer served; they go when nobody can be reading or filling them.
        case deleting
        case deleted
        case failed
    }

    /// What somebody who did not wait should know of a resource.
    package struct Feedback: Sendable, Codable, Hashable {
        package let resource: String
        /// `ERROR` or `WARNING`.
        package let level: String
        package let message: String

        package init(resource: String, level: String, message: String) {
            self.resource = resource
            self.level = level
            self.message = message
        }
    }

    /// Rows that are carried into a new table of their data source.
    package struct Movement: Sendable, Codable, Hashable {
        package enum Kind: String, Sendable, Codable {
            /// The old table's parts, linked.
            case link
            /// A SELECT list over the old rows.
            case query = "backfill_with_forward_query"
            /// The materialized pipes that fill it, run over the rows of their sources.
            case views = "backfill_with_mv_queries"
        }

        package let dataSource: String
        package let kind: Kind
        /// The materialized pipes of ``Kind/views``.
        package let pipes: [String]

        package init(dataSource: String, kind: Kind, pipes: [String] = []) {
            self.dataSource = dataSource
            self.kind = kind
            self.pipes = pipes
        }
    }

    package let number: Int
    package var status: Status
    package var isLive = false
    package let createdAt: Timestamp
    /// When it was replaced, discarded or failed.
    package var endedAt: Timestamp?
    /// Whether it goes live as soon as it has all rows.
    package let promotesItself: Bool
    package let changes: ProjectChanges
    package let movements: [Movement]
    package var feedback: [Feedback]
    /// How rows reach it while another deployment is live; after it went live, how late rows of its predecessor do.
    package var routes: RowRoutes
    /// What the engine has because of it alone, by the engine's names; what is dropped when it ends.
    package var tables: Set<String> = []

    /// Whether it has its tables beside those of the live one, and may yet take their place.
    package var isStaged: Bool { !self.isLive && [.schemaReady, .dataReady].contains(self.status) }

    package init(
        number: Int, promotesItself: Bool, changes: ProjectChanges, movements: [Movement], feedback: [Feedback], routes: RowRoutes,
        tables: Set<String>, createdAt: Timestamp = .now()
    ) {
        self.number = number
        self.status = .schemaReady
        self.createdAt = createdAt
        self.promotesItself = promotesItself
        self.changes = changes
        self.movements = movements
        self.feedback = feedback
        self.routes = routes
        self.tables = tables
    }
}

/// The names of resources that a deployment makes, changes and deletes.
package struct ProjectChanges: Sendable, Codable, Hashable {
    package var newDataSources: [String] = []
    package var changedDataSources: [String] = []
    package var deletedDataSources: [String] = []
    package var newPipes: [String] = []
    package var changedPipes: [String] = []
    package var deletedPipes: [String] = []
    package var newConnections: [String] = []
    package var changedConnections: [String] = []
    package var deletedConnections: [String] = []
    package var tokens: [TokenChange] = []

    package init() {}

    package var isEmpty: Bool {
        [
            self.newDataSources, self.changedDataSources, self.deletedDataSources, self.newPipes, self.changedPipes, self.deletedPipes,
            self.newConnections, self.changedConnections, self.deletedConnections,
        ].allSatisfy(\.isEmpty)
    }
}
