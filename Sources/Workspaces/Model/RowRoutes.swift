// Part of Martlet. Apache License 2.0; see LICENSE.

/// How rows reach the new tables of a deployment that is not live yet, and what must not happen to the old ones meanwhile.
package struct RowRoutes: Sendable, Codable, Hashable {
    /// Live tables whose rows a view carries on into their successors.
    package var bridged: Set<String> = []
    /// Data sources without such a view: rows sent to them wait in the log.
    package var held: Set<ResourceID> = []
    /// Data sources whose rows were carried over: they can be added to, but not taken away.
    package var moved: Set<ResourceID> = []

    package init() {}
}
