// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore

/// What is done to a data source that takes more columns, another description, TTL or indexes (http-api contract, 6.5).
package struct DataSourceAlteration: Sendable, Hashable {
    package let operations: [String]
    /// The pipes that read or fill the data source.
    package let dependencies: [String]

    /// What leads from one definition to another; refuses what would change columns that are there.
    static func operations(from old: DataSourceDefinition, to new: DataSourceDefinition) throws(RequestError) -> [String] {
        for column in old.columns {
            guard let other = new.column(column.name) else {
                throw RequestError(.invalidRequest, "schema: column \"\(column.name)\" is missing; columns can only be added")
            }
            guard other.normalForm == column.normalForm, other.isMaterialized == column.isMaterialized else {
                throw RequestError(
                    .invalidRequest,
                    "schema: column \"\(column.name)\" changes from \(column.normalForm) to \(other.normalForm); columns can only be added")
            }
        }
        if case .obstacle(let reason) = TableShape(new).change(from: TableShape(old)) {
            throw RequestError(.invalidRequest, "the data source cannot be altered: \(reason)")
        }
        var operations = TableShape(new).clauses(from: TableShape(old))
        if (old.description ?? "") != (new.description ?? "") { operations.append("MODIFY DESCRIPTION") }
        return operations
    }
}
