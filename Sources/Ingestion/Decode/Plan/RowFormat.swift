// Part of Martlet. Apache License 2.0; see LICENSE.

/// The format of the rows that a plan is made for.
package enum RowFormat: String, Sendable {
    /// Values are found by the columns' JSON paths.
    case json = "JSON"
    /// Values are found by the columns' names or their order; paths mean nothing.
    case csv = "CSV"
    /// Values are found by the columns' names; the texts of arrays are those that the JSON paths lead to.
    case quarantine = "quarantined rows"
}
