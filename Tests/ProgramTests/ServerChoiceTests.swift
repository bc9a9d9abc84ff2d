// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

@testable import martlet

struct ServerChoiceTests {
    private static func login(_ host: String) throws -> SavedLogin {
        let text = #"{"host": "\#(host)", "token": "kept", "user_token": "user", "tokens": {"http://b:1/": "second"}}"#
        return try SavedLogin(ProjectFile(path: ".tinyb", text: text))
    }

    @Test func `an option wins over a variable, which wins over the login, which wins over this machine`() throws {
        let login = try Self.login("http://a:1/")
        let environment = ["TB_HOST": "http://c:1", "TB_TOKEN": "variable", "TB_USER_TOKEN": ""]
        let all = try ServerChoice(host: "http://d:1/", token: "option", environment: environment, login: login)
        #expect((all.url, all.token) == ("http://d:1", "option"))
        let some = try ServerChoice(environment: environment, login: login)
        #expect((some.url, some.token, some.userToken) == ("http://c:1", "variable", nil))
        let kept = try ServerChoice(environment: [:], login: login)
        #expect((kept.url, kept.token, kept.userToken) == ("http://a:1", "kept", "user"))
        let none = try ServerChoice(environment: [:], login: nil)
        #expect((none.url, none.token, none.asksForTokens) == ("http://127.0.0.1:7181", nil, true))
    }

    @Test func `a token is shown only to the server that it is for`() throws {
        let login = try Self.login("http://a:1")
        #expect(try ServerChoice(host: "http://b:1", environment: [:], login: login).token == "second")
        let other = try ServerChoice(host: "http://c:1", environment: [:], login: login)
        #expect((other.token, other.userToken, other.asksForTokens) == (nil, nil, false))
    }

    @Test func `local is this machine, whatever else is set`() throws {
        let environment = ["TB_HOST": "http://c:1", "TB_TOKEN": "x", "TB_LOCAL_HOST": "localhost", "TB_LOCAL_PORT": "99"]
        let choice = try ServerChoice(isLocal: true, environment: environment, login: try Self.login("http://a:1"))
        #expect((choice.url, choice.token) == ("http://localhost:99", nil))
    }

    @Test func `a login to the cloud that the files came from is not used unless asked for`() throws {
        let login = try Self.login("https://api.tinybird.co")
        #expect(try ServerChoice(environment: [:], login: login).url == "http://127.0.0.1:7181")
        #expect(try ServerChoice(isCloud: true, environment: [:], login: login).url == "https://api.tinybird.co")
        #expect(throws: CommandError.self) { try ServerChoice(isCloud: true, environment: [:], login: nil) }
    }
}
