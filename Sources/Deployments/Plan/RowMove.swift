// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// How the rows of a data source get into its new table.
enum RowMove: Sendable, Hashable {
    /// The new table takes the old one's parts; these clauses make their columns the new ones.
    case link([String])
    /// A SELECT list over the old rows, also over those that arrive before the new table is live.
    case query(String)
    /// These materialized pipes fill it, from the rows of their sources.
    case views([String])

    /// Whether it takes no time, however many rows there are: no part is written.
    var isInstant: Bool { if case .link(let clauses) = self { clauses.allSatisfy { $0.hasPrefix("ADD ") } } else { false } }

    var kind: Deployment.Movement.Kind {
        switch self {
        case .link: .link
        case .query: .query
        case .views: .views
        }
    }
}
