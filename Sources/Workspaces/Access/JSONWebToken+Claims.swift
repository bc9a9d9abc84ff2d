// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore
package import Templates

extension JSONWebToken {
    /// Reads what a signed token says. Unknown claims mean nothing; unknown scopes are refused, for they might have meant less.
    init(claims: TemplateValue) throws(RequestError) {
        guard case .text(let workspace)? = claims[member: "workspace_id"] else { throw Self.invalid("it has no claim workspace_id") }
        guard case .text(let name)? = claims[member: "name"], !name.isEmpty else { throw Self.invalid("it has no claim name") }
        guard let expiry = claims[member: "exp"]?.seconds else { throw Self.invalid("its claim exp is not a number of seconds") }
        guard let scopes = claims[member: "scopes"] else { throw Self.invalid("it has no claim scopes") }
        self.init(
            workspace: WorkspaceID(workspace), name: name, expiry: expiry, scopes: try Self.scopes(scopes),
            requestsPerSecond: try Self.requestsPerSecond(claims[member: "limits"]))
    }

    /// The scopes of a list of objects with `type`, `resource`, and `fixed_params` or `filter`.
    package static func scopes(_ list: TemplateValue) throws(RequestError) -> [TokenScope] {
        guard case .list(let items) = list, !items.isEmpty else { throw self.invalid("scopes is not a list with at least one scope") }
        var scopes: [TokenScope] = []
        for item in items { scopes.append(try self.scope(item)) }
        return scopes
    }

    private static func scope(_ item: TemplateValue) throws(RequestError) -> TokenScope {
        guard case .text(let type)? = item[member: "type"], let kind = TokenScope.Kind(rawValue: type), Self.kinds.contains(kind) else {
            throw self.invalid("the type of each scope is one of \(Self.kinds.map(\.rawValue).joined(separator: ", "))")
        }
        guard case .text(let resource)? = item[member: "resource"], !resource.isEmpty else {
            throw self.invalid("a scope of type \(type) needs the name of a resource")
        }
        var filter: String?
        switch item[member: "filter"] {
        case nil, .some(.none): break
        case .text(let text)? where text.isEmpty: break
        case .text(let text)? where kind == .readDataSource: filter = text
        default: throw self.invalid("only a scope of type DATASOURCES:READ has a filter, and that is a text")
        }
        return TokenScope(kind, resource: resource, filter: filter, fixedParameters: try self.fixedParameters(item, of: kind))
    }

    /// The scopes that such a token may have; all others are too much for what nobody can revoke alone.
    private static let kinds: [TokenScope.Kind] = [.readPipe, .readDataSource, .appendDataSource]

    private static func fixedParameters(_ item: TemplateValue, of kind: TokenScope.Kind) throws(RequestError) -> FixedParameters? {
        switch item[member: "fixed_params"] {
        case nil, .some(.none): return nil
        case .dictionary(let object)?:
            guard !object.members.isEmpty else { return nil }
            guard kind == .readPipe else { throw self.invalid("only a scope of type PIPES:READ has fixed_params") }
            return object.members.reduce(into: [:]) { fixed, member in
                if case .text(let name) = member.key { fixed[name] = member.value }
            }
        default: throw self.invalid("fixed_params is an object of parameters and their values")
        }
    }

    /// The limit in an object with `rps`; nil without one.
    package static func requestsPerSecond(_ limits: TemplateValue?) throws(RequestError) -> Int? {
        switch limits {
        case nil, .some(.none): return nil
        case .dictionary?:
            switch limits?[member: "rps"] {
            case nil, .some(.none): return nil
            case let number?:
                guard let count = number.seconds, (1...Self.mostRequestsPerSecond).contains(count) else {
                    throw self.invalid("limits.rps is a number from 1 to \(Self.mostRequestsPerSecond)")
                }
                return count
            }
        default: throw self.invalid("limits is an object such as {\"rps\": 10}")
        }
    }

    private static func invalid(_ reason: String) -> RequestError {
        RequestError(.invalidRequest, "not a valid JSON web token: \(reason)")
    }

    /// The claims as they are signed.
    var claims: TemplateValue {
        var claims: [String: TemplateValue] = [
            "workspace_id": .text(self.workspace.text), "name": .text(self.name), "exp": TemplateValue(self.expiry),
            "scopes": .list(self.scopes.map(\.claim)),
        ]
        if let requestsPerSecond { claims["limits"] = TemplateValue(["rps": TemplateValue(requestsPerSecond)]) }
        return TemplateValue(claims)
    }
}

extension TokenScope {
    fileprivate var claim: TemplateValue {
        var members: [String: TemplateValue] = ["type": .text(self.kind.rawValue)]
        if let resource { members["resource"] = .text(resource) }
        if let filter { members["filter"] = .text(filter) }
        if let fixedParameters { members["fixed_params"] = TemplateValue(fixedParameters) }
        return TemplateValue(members)
    }
}

extension TemplateValue {
    /// A whole number; some libraries write seconds as a fraction.
    fileprivate var seconds: Int? {
        switch self {
        case .integer(let number): Int(number.description)
        case .float(let number): Int(exactly: number.rounded(.down))
        default: nil
        }
    }
}
