// Part of Martlet. Apache License 2.0; see LICENSE.

/// A column of a query's answer, its type as the engine prints it.
package struct ResultColumn: Sendable, Hashable, Decodable {
    package let name: String
    package let type: String
}
