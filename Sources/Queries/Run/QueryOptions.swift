// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What whoever runs the server may decide about queries.
package struct QueryOptions: Sendable, Hashable {
    package var admission = AdmissionLimits()
    /// Seconds a query may run once its turn has come.
    package var executionSeconds = QueryLimits.executionSeconds
    /// Memory that the engine may use for one query.
    package var memory = QueryLimits.memory

    package init() {}
}
