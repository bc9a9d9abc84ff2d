// Part of Martlet. Apache License 2.0; see LICENSE.

/// What one of the example workspaces makes of a crowd's visits.
package protocol DemoWorkspace: Sendable {
    /// Its name, which is that of its folder in `Examples`.
    static var name: String { get }
    /// How many customers the product has, each with visitors of his own.
    static var tenants: Int { get }
    /// How many days its events go back.
    static var days: Int { get }

    init()

    /// Writes the rows that a visit leaves behind, in the order in which they are sent.
    mutating func write(_ visit: Visit, to lines: inout DemoLines)
}

/// The workspaces there are events for.
package enum DemoWorkspaces {
    package static let all: [any DemoWorkspace.Type] = [Attribution.self, Barely.self, Cossistant.self, EmitKit.self, MetricPal.self]

    /// The workspace of a name; nil when there is none.
    package static func named(_ name: String) -> (any DemoWorkspace.Type)? { self.all.first { $0.name == name } }
}
