// Part of Martlet. Apache License 2.0; see LICENSE.

/// One permission of a token.
///
/// The wire form is `TYPE`, `TYPE:resource` or `TYPE:resource:filter`, where the type itself may hold a colon (http-api contract, 2.3).
package struct TokenScope: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case admin = "ADMIN"
        /// What a member of the workspace has; the same as ``admin``.
        case adminUser = "ADMIN_USER"
        case tokens = "TOKENS"
        case createDataSources = "DATASOURCES:CREATE"
        case appendDataSource = "DATASOURCES:APPEND"
        case dropDataSource = "DATASOURCES:DROP"
        case readDataSource = "DATASOURCES:READ"
        case createPipes = "PIPES:CREATE"
        case dropPipe = "PIPES:DROP"
        case readPipe = "PIPES:READ"
        case readAll = "WORKSPACE:READ_ALL"
        case deploy = "WORKSPACE:DEPLOY"
        case readOrganization = "ORG_DATASOURCES:READ"

        /// Whether a scope of this kind is about one resource and means nothing without its name.
        package var needsResource: Bool {
            switch self {
            case .appendDataSource, .dropDataSource, .readDataSource, .dropPipe, .readPipe: true
            default: false
            }
        }
    }

    package let kind: Kind
    package let resource: String?
    /// A row filter: an SQL condition over the columns of the data source.
    package let filter: String?
    /// What the parameters of a pipe are, whatever a request sends. Only JSON web tokens have them.
    package let fixedParameters: FixedParameters?

    /// Whether it opens everything in a workspace.
    package var isAdmin: Bool { self.kind == .admin || self.kind == .adminUser }

    package init(_ kind: Kind, resource: String? = nil, filter: String? = nil, fixedParameters: FixedParameters? = nil) {
        self.kind = kind
        self.resource = resource
        self.filter = filter
        self.fixedParameters = fixedParameters
    }

    /// Reads the wire form; nil when it is none.
    package init?(wire: String) {
        let kinds = Kind.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
        guard let kind = kinds.first(where: { wire == $0.rawValue || wire.hasPrefix($0.rawValue + ":") }) else { return nil }
        let rest = wire.dropFirst(kind.rawValue.count).drop { $0 == ":" }
        let parts = rest.split(separator: ":", maxSplits: 1)
        guard parts.isEmpty != kind.needsResource else { return nil }
        self.init(kind, resource: parts.first.map(String.init), filter: parts.count > 1 ? String(parts[1]) : nil)
    }

    package var wire: String {
        ([self.kind.rawValue] + [self.resource, self.filter].compactMap { $0 }).joined(separator: ":")
    }
}

extension TokenScope {
    /// The same scope by the name of its resource, where it has an id in its place.
    package func byName(in snapshot: WorkspaceSnapshot) -> TokenScope {
        guard let resource, resource.hasPrefix(ResourceID.prefix) else { return self }
        let isPipe = self.kind == .readPipe || self.kind == .dropPipe
        guard let name = isPipe ? snapshot.pipe(resource)?.name : snapshot.dataSource(resource)?.name else { return self }
        return TokenScope(self.kind, resource: name, filter: self.filter, fixedParameters: self.fixedParameters)
    }
}
