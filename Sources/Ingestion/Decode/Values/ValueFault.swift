// Part of Martlet. Apache License 2.0; see LICENSE.

/// What is wrong with the value of a column.
enum ValueFault: Error, Hashable {
    case missing
    case notOfType
    case outOfRange
    case tooManyItems
}
