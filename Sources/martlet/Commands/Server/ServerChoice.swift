// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials

/// Which server a command speaks to, and what it shows there.
struct ServerChoice: Equatable {
    let url: String
    /// The workspace's token; nil if nothing names one.
    let token: String?
    let userToken: String?

    /// - Parameter login: What `.tinyb` keeps.
    init(
        host: String? = nil, token: String? = nil, userToken: String? = nil, isLocal: Bool = false, isCloud: Bool = false,
        environment: [String: String], login: SavedLogin?
    ) throws {
        let setting = { (names: String...) in names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }
        let localURL = "http://\(setting("TB_LOCAL_HOST") ?? "127.0.0.1"):\(setting("TB_LOCAL_PORT") ?? "7181")"
        if isLocal {
            (self.url, self.token, self.userToken) = (Self.address(host ?? localURL), token, userToken)
            return
        }
        // A project that was at home in Tinybird's own cloud is not sent there by a command that does not say so.
        let login = isCloud || login?.host.map(Self.isTinybird) != true ? login : nil
        let named = (host ?? setting("MARTLET_URL", "TB_HOST")).map(Self.address)
        guard named != nil || login?.host != nil || !isCloud else {
            throw CommandError("there is no login: pass --host, or use \(ProgramName.current) login --host URL")
        }
        let url = named ?? login?.host.map(Self.address) ?? localURL
        self.url = url
        let ownLogin = login?.host.map(Self.address) == url ? login : nil
        let kept = ownLogin?.token ?? login?.tokensByHost.first { Self.address($0.key) == url }?.value
        self.token = token ?? setting("MARTLET_TOKEN", "TB_TOKEN") ?? kept
        self.userToken = userToken ?? setting("TB_USER_TOKEN") ?? ownLogin?.userToken
    }

    /// Whether the server may be asked for its tokens: it hands them to its own machine only, so that asking others is idle.
    var asksForTokens: Bool { URL(string: self.url)?.host().map { Self.loopbackNames.contains($0) } ?? false }

    private static let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "::1", "[::1]"]

    private static func address(_ host: String) -> String {
        let text = host.contains("://") ? host : "http://\(host)"
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func isTinybird(_ host: String) -> Bool {
        let name = URL(string: self.address(host))?.host() ?? ""
        return name == "tinybird.co" || name.hasSuffix(".tinybird.co")
    }
}
