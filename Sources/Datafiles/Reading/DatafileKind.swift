// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a datafile declares; its extension says so, not its folder.
package enum DatafileKind: String, Sendable, Hashable, CaseIterable {
    case dataSource = "datasource"
    case pipe
    case connection
}
