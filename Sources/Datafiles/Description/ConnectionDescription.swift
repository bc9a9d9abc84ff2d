// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a `.connection` file says.
package struct ConnectionDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let kind = "connection"
    package let type: String
    package let description: String?
    /// By the directives' names in lower case.
    package let settings: [String: String]
    package let warnings: [DiagnosticDescription]

    init(_ connection: ConnectionDefinition, warnings: [DiagnosticDescription]) {
        self.name = connection.name
        self.type = connection.kind.rawValue
        self.description = connection.description
        self.settings = Dictionary(connection.settings.map { ($0.key.lowercased(), $0.value) }) { $1 }
        self.warnings = warnings
    }
}
