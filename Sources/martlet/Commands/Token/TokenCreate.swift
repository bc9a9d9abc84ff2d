// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient

/// `martlet token create …`
struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token.", subcommands: [TokenCreateStatic.self, TokenCreateJWT.self])
}

/// `martlet token create static NAME --scope S`
struct TokenCreateStatic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "static", abstract: "Make a token that lives until it is deleted, or give one of this name other scopes.",
        discussion: """
            A scope is for example ADMIN, TOKENS, WORKSPACE:READ_ALL, DATASOURCES:APPEND:events or PIPES:READ:top_pages; the resource may \
            also be given by --resource, in the order of the scopes.
            """)

    @Argument(help: "The token's name.")
    var name: String

    @Option(help: "What it may do; repeatable.")
    var scope: [String]

    @Option(help: "The data source or pipe of a scope; repeatable.")
    var resource: [String] = []

    @Option(help: ArgumentHelp("The rows that a DATASOURCES:READ scope shows, as SQL; repeatable.", valueName: "condition"))
    var filter: [String] = []

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws { try ScopeArguments.check(self.scope, self.resource, self.filter) }

    func run() async throws {
        let client = try await self.connection.client()
        let scopes = self.scope.indices.map { index in
            [self.scope[index], self.resource[at: index], self.filter[at: index]].compactMap { $0 }.joined(separator: ":")
        }
        let isThere = try await client.tokens().contains { $0.name == self.name }
        let token =
            isThere
            ? try await client.changeToken(self.name, scopes: scopes) : try await client.createToken(named: self.name, scopes: scopes)
        self.connection.say("✓ Token '\(self.name)' generated successfully")
        if self.connection.output != .human { Terminal.output.write(JSONValue.object(["token": .text(token.text)]).json + "\n") }
    }
}

/// `martlet token create jwt NAME --ttl 1h --scope S --resource R`
struct TokenCreateJWT: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jwt", abstract: "Make a token that ends by itself.",
        discussion: "Scopes and their resources are given in the same order.")

    enum Scope: String, ExpressibleByArgument, CaseIterable {
        case pipes = "PIPES:READ"
        case dataSources = "DATASOURCES:READ"
    }

    @Argument(help: "The token's name.")
    var name: String

    @Option(help: ArgumentHelp("How long it lives: 90s, 30min, 1h, 7d.", valueName: "time"))
    var ttl: TimeToLive

    @Option(help: "What it may do; repeatable.")
    var scope: [Scope]

    @Option(help: "The pipe or data source of a scope; repeatable.")
    var resource: [String]

    @Option(help: ArgumentHelp("What an endpoint is called with, whatever the caller says; repeatable.", valueName: "name=value,…"))
    var fixedParams: [String] = []

    @Option(help: ArgumentHelp("The rows that a DATASOURCES:READ scope shows, as SQL; repeatable.", valueName: "condition"))
    var filter: [String] = []

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws {
        guard self.scope.count == self.resource.count else { throw ValidationError("each --scope needs a --resource") }
        try ScopeArguments.check(self.scope.map(\.rawValue), self.resource, self.filter)
        guard self.fixedParams.count <= self.scope.count else { throw ValidationError("there are more --fixed-params than scopes") }
        _ = try self.fixedParams.map(ScopeArguments.pairs)
    }

    func run() async throws {
        let client = try await self.connection.client()
        let end = Int(Date.now.timeIntervalSince1970) + self.ttl.seconds
        let scopes = try self.scope.indices.map { index in
            WebToken.Scope(
                type: self.scope[index].rawValue, resource: self.resource[index], filter: self.filter[at: index],
                fixedParameters: try self.fixedParams[at: index].map(ScopeArguments.pairs))
        }
        let token = try await client.createToken(named: self.name, expiresAt: end, scopes: scopes)
        guard self.connection.output == .human else {
            return Terminal.output.write(JSONValue.object(["token": .text(token), "expires_at": .integer(Int64(end))]).json + "\n")
        }
        let moment = Date(timeIntervalSince1970: Double(end)).formatted(.iso8601).replacing("T", with: " ")
        Terminal.output.write("The token has been generated successfully.\n")
        Terminal.output.write("The token will expire at: \(moment.prefix(19)) UTC\n")
        Terminal.output.write("The token is: \(token)\n")
    }
}

/// Scopes, resources and filters that belong together by their order.
private enum ScopeArguments {
    static func check(_ scopes: [String], _ resources: [String], _ filters: [String]) throws {
        guard resources.count <= scopes.count else { throw ValidationError("there are more --resource than --scope") }
        guard filters.count <= scopes.count else { throw ValidationError("there are more --filter than --scope") }
    }

    /// `a=1,b=2`
    static func pairs(_ text: String) throws -> [String: String] {
        let pairs = text.split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
        guard pairs.allSatisfy({ $0.count == 2 && !$0[0].isEmpty }) else { throw ValidationError("\"\(text)\" is not name=value,…") }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }
    }
}

/// A time as people write it: `90s`, `30min`, `1h`, `7d`.
struct TimeToLive: ExpressibleByArgument {
    let seconds: Int

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0, let unit = Self.units[String(argument.dropFirst(digits.count)).lowercased()] else {
            return nil
        }
        let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        // Beyond that a token might as well not expire.
        guard !isTooLarge, seconds <= 100 * 366 * 86_400 else { return nil }
        self.seconds = seconds
    }

    private static let units = [
        "": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
        "w": 604_800,
    ]
}

extension Array {
    fileprivate subscript(at index: Int) -> Element? { self.indices.contains(index) ? self[index] : nil }
}
