// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a caller may do: the access decision, made from a token's scopes alone.
///
/// Every rule of who may touch what stands here and nowhere else (http-api contract, 2.3 and 2.4).
package struct AccessGrant: Sendable, Hashable {
    package let token: Token

    package init(token: Token) { self.token = token }

    package var isAdmin: Bool { self.token.scopes.contains(where: \.isAdmin) }
    package var isUser: Bool { self.token.workspaceID == nil }
    package var mayDeploy: Bool { self.isAdmin || self.has(.deploy) }
    package var mayCreateDataSources: Bool { self.isAdmin || self.has(.createDataSources) }
    package var mayCreatePipes: Bool { self.isAdmin || self.has(.createPipes) }
    package var mayManageTokens: Bool { self.isAdmin || self.has(.tokens) }
    package var mayReadEverything: Bool { self.isAdmin || self.has(.readAll) }

    package func mayAppend(to dataSource: String) -> Bool {
        self.isAdmin || self.has(.createDataSources) || self.has(.appendDataSource, dataSource)
    }

    /// The data source that the token is for, if it may append to exactly one.
    package var onlyAppendableDataSource: String? {
        let names = Set(self.token.scopes.filter { $0.kind == .appendDataSource }.compactMap(\.resource))
        return names.count == 1 && !self.isAdmin ? names.first : nil
    }

    package func mayDropDataSource(_ name: String) -> Bool { self.isAdmin || self.has(.dropDataSource, name) }

    package func mayDropPipe(_ name: String) -> Bool { self.isAdmin || self.has(.dropPipe, name) }

    package func mayReadDataSource(_ name: String) -> Bool {
        self.mayReadEverything || self.has(.readDataSource, name)
    }

    package func mayReadPipe(_ name: String) -> Bool {
        self.mayReadEverything || self.has(.readPipe, name)
    }

    /// What the parameters of a pipe are for this caller, whatever his request says; of two scopes the first decides.
    package func fixedParameters(of pipe: String) -> FixedParameters {
        guard !self.mayReadEverything else { return [:] }
        return self.token.scopes.reduce(into: [:]) { fixed, scope in
            guard scope.kind == .readPipe, scope.resource == pipe, let parameters = scope.fixedParameters else { return }
            fixed.merge(parameters) { first, _ in first }
        }
    }

    /// The same rights, and beside them that to read a data source.
    package func reading(_ dataSource: String) -> AccessGrant {
        AccessGrant(token: self.token.with(TokenScope(.readDataSource, resource: dataSource)))
    }

    /// Whether lists show this data source to the caller.
    package func maySeeDataSource(_ name: String) -> Bool {
        self.mayReadDataSource(name) || self.mayAppend(to: name)
    }

    /// The condition that rows of this data source must meet to be seen; several of one token are alternatives.
    ///
    /// Nil when the caller sees all rows. A scope without a filter lifts the filters of its neighbours.
    package func rowFilter(for dataSource: String) -> String? {
        self.rowFilters(for: dataSource)?.map { "(\($0))" }.joined(separator: " OR ")
    }

    /// The alternatives of ``rowFilter(for:)``.
    package func rowFilters(for dataSource: String) -> [String]? {
        guard !self.mayReadEverything else { return nil }
        let scopes = self.token.scopes.filter { $0.kind == .readDataSource && $0.resource == dataSource }
        let filters = scopes.compactMap(\.filter)
        guard !filters.isEmpty, filters.count == scopes.count else { return nil }
        return filters
    }

    /// Whether the caller sees quarantined rows: they are texts, to which no row filter can be applied.
    package func mayReadQuarantine(of dataSource: String) -> Bool {
        self.mayReadDataSource(dataSource) && self.rowFilter(for: dataSource) == nil
    }

    private func has(_ kind: TokenScope.Kind, _ resource: String? = nil) -> Bool {
        self.token.scopes.contains { $0.kind == kind && $0.resource == resource }
    }
}

extension AccessGrant {
    /// The rights of the server itself, for queries that no caller asked for.
    package static let system = AccessGrant(
        token: Token(
            id: "system", workspaceID: WorkspaceID("system"), name: "system", origin: .system, scopes: [TokenScope(.admin)],
            createdAt: Timestamp("1970-01-01 00:00:00.000000")))
}
