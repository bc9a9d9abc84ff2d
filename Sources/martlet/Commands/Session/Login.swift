// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet login`
struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log in to a server, and keep its tokens in .tinyb.",
        discussion: """
            A server on this machine hands its tokens over. For any other a page of the server itself is opened in the browser, where \
            whoever has an admin token confirms. On machines without a browser use --token, or open the page that --method code names \
            elsewhere. .tinyb is readable by this user alone and belongs into no repository.
            """,
        aliases: ["auth"])

    enum Method: String, ExpressibleByArgument, CaseIterable {
        case browser, code
    }

    @Option(help: "browser opens the page, code only names it. (default: browser, if the server does not hand its tokens over)")
    var method: Method?

    @Option(help: ArgumentHelp("The server whose page it is. (default: the same)", valueName: "url"))
    var authHost: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let choice = try self.connection.choice
        let login: LoginFile
        if let token = try self.givenToken() {
            let client = self.client(choice.url, token)
            login = try Self.keep(
                host: choice.url, token: token, userToken: self.connection.userToken, workspace: try await client.workspace())
        } else if self.method == nil, choice.asksForTokens, let tokens = try await self.localTokens(choice) {
            let workspace = try await self.chosen(of: self.client(choice.url, tokens.admin).workspaces())
            let token = workspace?.token ?? tokens.admin
            login = try Self.keep(
                host: choice.url, token: token, userToken: tokens.user, workspace: try await self.client(choice.url, token).workspace())
        } else {
            let page = LoginPage(
                server: self.client(self.authHost ?? choice.url, ""), host: choice.url, workspace: self.connection.workspace,
                opensBrowser: self.method != .code)
            let tokens = try await page.tokens(saying: self.connection.say)
            login = try Self.keep(
                host: choice.url, token: tokens.workspace, userToken: tokens.user,
                workspace: try await self.client(choice.url, tokens.workspace).workspace())
        }
        try login.save()
        self.tell(login, at: choice.url)
    }

    /// The file of this folder with the login in it.
    static func keep(host: String, token: String, userToken: String?, workspace: CurrentWorkspace) throws -> LoginFile {
        var file = try LoginFile()
        file.keep(host: host, token: token, userToken: userToken, workspace: workspace)
        return file
    }

    /// The token of the command line; `-` is the first line of standard input, which no other program of the machine sees.
    private func givenToken() throws -> String? {
        guard self.connection.token == "-" else { return self.connection.token }
        let token = Terminal.secret(asking: "Token: ")
        guard !token.isEmpty else { throw CommandError("standard input has no token") }
        return token
    }

    /// A server behind a proxy of this machine, say, does not hand its tokens over.
    private func localTokens(_ choice: ServerChoice) async throws -> LocalTokens? {
        do {
            return try await self.client(choice.url, "").localTokens()
        } catch let error as MartletClientError {
            guard error.status == 403 || error.status == 404 else { throw error }
            return nil
        }
    }

    private func chosen(of workspaces: [WorkspaceSummary]) throws -> WorkspaceSummary? {
        guard let name = self.connection.workspace else { return nil }
        guard let workspace = workspaces.first(where: { $0.name == name }) else {
            throw CommandError("workspace \"\(name)\" does not exist; there are: \(workspaces.map(\.name).joined(separator: ", "))")
        }
        return workspace
    }

    private func client(_ url: String, _ token: String) -> MartletClient { self.connection.client(url, token) }

    private func tell(_ login: LoginFile, at host: String) {
        self.connection.say("Workspace: \(login.members["name"]?.text ?? "")")
        self.connection.say("User: \(login.members["user_email"]?.text ?? "")")
        self.connection.say("Host: \(host)")
        self.connection.say("✓ Authentication successful!")
    }
}
