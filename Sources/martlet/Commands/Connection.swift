// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

/// Which server and workspace a command speaks to.
struct Connection: ParsableArguments {
    @Option(help: ArgumentHelp("The server's address, also MARTLET_URL.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "The token to show, also MARTLET_TOKEN. Without one, a server on this machine is asked for its own.", valueName: "token"))
    var token: String?

    @Option(help: ArgumentHelp("The workspace, for servers on this machine; also MARTLET_WORKSPACE.", valueName: "name"))
    var workspace: String?

    /// A client for the chosen workspace, which is made if `createsWorkspace` is true and there is none of its name.
    func client(createsWorkspace: Bool = false) async throws -> MartletClient {
        let environment = ProcessInfo.processInfo.environment
        let login = self.url == nil && environment["MARTLET_URL"] == nil ? Self.localLogin() : nil
        let url = self.url ?? environment["MARTLET_URL"] ?? login?.host ?? "http://127.0.0.1:7181"
        if let token = self.token ?? environment["MARTLET_TOKEN"] ?? login?.token { return Self.client(url, token) }
        let local = try await Self.client(url, "").localTokens()
        guard let name = self.workspace ?? environment["MARTLET_WORKSPACE"] else { return Self.client(url, local.admin) }
        if let workspace = try await Self.client(url, local.admin).workspaces().first(where: { $0.name == name }) {
            return Self.client(url, workspace.token)
        }
        guard createsWorkspace else { throw ValidationError("workspace \"\(name)\" does not exist at \(url)") }
        return Self.client(url, try await Self.client(url, local.user).createWorkspace(named: name).token)
    }

    /// A client that shows the user's token.
    func userClient() async throws -> MartletClient {
        let url = self.url ?? ProcessInfo.processInfo.environment["MARTLET_URL"] ?? "http://127.0.0.1:7181"
        return Self.client(url, try await Self.client(url, "").localTokens().user)
    }

    /// What `.tinyb` keeps of a login, if it is one to a server on this machine: no command reaches out by itself.
    private static func localLogin() -> SavedLogin? {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
        let paths = SavedLogin.candidates(from: FileManager.default.currentDirectoryPath, home: home)
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }), let text = try? ProjectFolder.text(at: path),
            let login = try? SavedLogin(ProjectFile(path: path, text: text)), let host = login.host.flatMap({ URL(string: $0)?.host() }),
            ["localhost", "127.0.0.1", "::1"].contains(host)
        else { return nil }
        return login
    }

    private static func client(_ url: String, _ token: String) -> MartletClient {
        MartletClient(url: url, token: token, httpClient: Self.httpClient)
    }

    /// A server that is not there is reported at once.
    private static let httpClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
