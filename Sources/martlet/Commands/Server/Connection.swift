// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import FoundationEssentials
internal import MartletClient

/// Which server and workspace a command speaks to, and how it prints: the options that every such command has.
struct Connection: ParsableArguments {
    @Option(
        help: ArgumentHelp("The server's address. (also MARTLET_URL, TB_HOST; default: .tinyb, else this machine)", valueName: "url"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The token to show. (also MARTLET_TOKEN, TB_TOKEN; default: .tinyb, else a server on this machine is asked)",
            valueName: "token"))
    var token: String?

    @Option(help: ArgumentHelp("The user's token, which makes and deletes workspaces. (also TB_USER_TOKEN)", valueName: "token"))
    var userToken: String?

    @Option(help: ArgumentHelp("The workspace by its name. (also MARTLET_WORKSPACE)", valueName: "name"))
    var workspace: String?

    @Option(help: ArgumentHelp("A branch of the workspace.", valueName: "name"))
    var branch: String?

    @Flag(help: "Read from the deployment that waits to be promoted.")
    var staging = false

    @Flag(help: "Speak to the server on this machine, whatever else is set.")
    var local = false

    @Flag(help: "Speak to the server of the login, wherever it is.")
    var cloud = false

    @Option(help: "How to print.")
    var output = OutputFormat.human

    @Flag(help: "Print tokens of listings in full.")
    var showTokens = false

    @Flag(help: "Print each request and its status on standard error.")
    var debug = false

    func validate() throws {
        if self.local, self.cloud { throw ValidationError("--local and --cloud exclude each other") }
    }

    /// A client for the chosen workspace, which is made if `createsWorkspace` is true and there is none of its name.
    func client(createsWorkspace: Bool = false) async throws -> MartletClient {
        let choice = try self.choice
        let client = try await self.workspaceClient(choice, createsWorkspace: createsWorkspace)
        guard let branch else { return client }
        return self.client(choice.url, try await client.branchToken(branch))
    }

    /// A client that shows the user's token.
    func userClient() async throws -> MartletClient {
        let choice = try self.choice
        if let token = choice.userToken { return self.client(choice.url, token) }
        guard choice.asksForTokens else {
            throw CommandError("this needs the user's token: pass --user-token, or log in with \(ProgramName.current) login")
        }
        return self.client(choice.url, try await self.client(choice.url, "").localTokens().user)
    }

    /// A client for calls that need no token.
    func anonymousClient() throws -> MartletClient { self.client(try self.choice.url, "") }

    /// The server as options, environment and login say, in this order.
    var choice: ServerChoice {
        get throws {
            try ServerChoice(
                host: self.host, token: self.token, userToken: self.userToken, isLocal: self.local, isCloud: self.cloud,
                environment: ProcessInfo.processInfo.environment, login: LoginFile.found()?.login)
        }
    }

    private func workspaceClient(_ choice: ServerChoice, createsWorkspace: Bool) async throws -> MartletClient {
        let name = self.workspace ?? ProcessInfo.processInfo.environment["MARTLET_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
        if let token = choice.token {
            // A token is of one workspace already, but may see others.
            guard let name = self.workspace else { return self.client(choice.url, token) }
            let client = self.client(choice.url, token)
            let found = try await client.workspaces().first { $0.name == name }
            guard let found else { throw CommandError("workspace \"\(name)\" does not exist at \(choice.url), or not for this token") }
            return found.token.isEmpty ? client : self.client(choice.url, found.token)
        }
        guard choice.asksForTokens else {
            throw CommandError("no token for \(choice.url): pass --token, or log in with \(ProgramName.current) login --host \(choice.url)")
        }
        let local = try await self.client(choice.url, "").localTokens()
        guard let name else { return self.client(choice.url, local.admin) }
        let admin = self.client(choice.url, local.admin)
        if let workspace = try await admin.workspaces().first(where: { $0.name == name }) {
            return self.client(choice.url, workspace.token)
        }
        guard createsWorkspace else { throw CommandError("workspace \"\(name)\" does not exist at \(choice.url)") }
        return self.client(choice.url, try await self.client(choice.url, local.user).createWorkspace(named: name).token)
    }

    func client(_ url: String, _ token: String) -> MartletClient {
        var client = MartletClient(url: url, token: token, httpClient: Self.httpClient)
        client.readsStaging = self.staging
        if self.debug { client.onAnswer = { Terminal.error.write("\($0)\n") } }
        return client
    }

    /// A server that is not there is reported at once.
    private static let httpClient = {
        var configuration = MartletClient.httpConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

extension Connection {
    /// A sentence for people: it makes way for what programs read.
    func say(_ text: String) { (self.output == .human ? Terminal.output : Terminal.error).write(text + "\n") }
}
