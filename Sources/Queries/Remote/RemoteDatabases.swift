// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Templates

/// The databases of others that a query reads, gathered while its nodes are resolved.
struct RemoteDatabases {
    private(set) var all: [RemoteDatabase] = []

    /// What the names of secrets in the text begin with.
    private let secretPrefix: String
    private let secrets: [String: String]

    init(secretPrefix: String, secrets: [String: String]) {
        self.secretPrefix = secretPrefix
        self.secrets = secrets
    }

    /// Refuses a call of which a request writes a part: it could lead the author's user and password to a place of its choice.
    func checkAuthor(of rendered: RenderedTemplate) throws {
        // A call without secrets is refused anyway.
        guard !rendered.usedSecrets.isEmpty, rendered.sqlText.lowercased().contains("postgresql") else { return }
        let secrets = Set(rendered.usedSecrets.map { "{\(self.secretPrefix)\($0): String}" })
        let bytes = Array(rendered.sqlText.utf8)
        for range in try Self.calls(in: analyzeQuery(rendered.sqlText)).flatMap(\.arguments) {
            for insertion in rendered.insertions where insertion.overlaps(range) {
                guard !secrets.contains(String(decoding: bytes[insertion], as: UTF8.self)) else { continue }
                throw QueryRefusal(
                    reason: .remoteDatabase("{{ }} in a call of postgresql() must be tb_secret() of a secret that is set"))
            }
        }
    }

    /// The query with a parameter in the place of each address.
    mutating func name(in query: QueryAnalysis) throws -> QueryAnalysis {
        let calls = Self.calls(in: query)
        guard !calls.isEmpty else { return query }
        var bytes = Array(query.text.utf8)
        for call in try calls.map({ try PostgreSQLCall($0, in: query.text) }).reversed() {
            guard self.secret(call.user) != nil, self.secret(call.password) != nil else {
                throw QueryRefusal(reason: .remoteDatabase("the user and the password of postgresql() must be secrets that are set"))
            }
            bytes.replaceSubrange(call.addressRange, with: "{\(try self.parameter(for: call.address)): String}".utf8)
        }
        return try analyzeQuery(String(decoding: bytes, as: UTF8.self))
    }

    /// The parameter that stands for an address, the same for the same one.
    private mutating func parameter(for address: PostgreSQLCall.Argument) throws -> String {
        var found = RemoteDatabase(parameter: "address_\(self.secretPrefix)\(self.all.count)", address: "", name: "")
        switch address {
        case .text(let text): found = RemoteDatabase(parameter: found.parameter, address: text, name: text)
        case .parameter:
            guard let secret = self.secret(address) else {
                throw QueryRefusal(reason: .remoteDatabase("the address of postgresql() is neither a text nor a secret that is set"))
            }
            found = RemoteDatabase(parameter: found.parameter, address: self.secrets[secret] ?? "", name: "the address in secret \(secret)")
        }
        if let known = self.all.first(where: { $0.name == found.name }) { return known.parameter }
        self.all.append(found)
        return found.parameter
    }

    /// The secret that an argument is; nil if it is none.
    private func secret(_ argument: PostgreSQLCall.Argument) -> String? {
        guard case .parameter(let name) = argument, !self.secretPrefix.isEmpty, name.hasPrefix(self.secretPrefix) else { return nil }
        return String(name.dropFirst(self.secretPrefix.count))
    }

    private static func calls(in query: QueryAnalysis) -> [FunctionReference] {
        query.tableFunctions.filter { QueryPolicy.remoteDatabases.contains($0.name.lowercased()) }
    }
}
