// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct SavedLoginTests {
    private static let text = """
        {
            "cwd": "tinybird",
            "host": "http://localhost:7181",
            "id": "w1",
            "name": "shop",
            "scope": "user",
            "token": "p.secret",
            "tokens": {"http://localhost:7181": "p.secret", "https://other": null},
            "user_email": "me@example.com",
            "user_id": "u1",
            "user_token": "p.secret.user",
            "workspaces": [],
            "version": 5
        }
        """

    private static func read(_ text: String, environment: [String: String] = [:]) throws -> SavedLogin {
        try SavedLogin(ProjectFile(path: "/home/me/shop/.tinyb", text: text), environment: environment)
    }

    @Test func `The members of a login are read, others passed over`() throws {
        let login = try Self.read(Self.text)
        #expect(login.host == "http://localhost:7181")
        #expect(login.token == "p.secret")
        #expect(login.userToken == "p.secret.user")
        #expect(login.tokensByHost == ["http://localhost:7181": "p.secret"])
        #expect(login.workspaceID == "w1")
        #expect(login.workspaceName == "shop")
        #expect(login.userEmail == "me@example.com")
        #expect(login.userID == "u1")
        #expect(login.projectFolder == "/home/me/shop/tinybird")
        #expect("\(login)" == "login to http://localhost:7181")
    }

    @Test func `The environment overrides the file unless it is empty`() throws {
        let environment = ["TB_HOST": "http://h", "TB_TOKEN": "t", "TB_USER_TOKEN": "", "TB_CWD": "/srv"]
        let login = try Self.read(Self.text, environment: environment)
        #expect(login.host == "http://h")
        #expect(login.token == "t")
        #expect(login.userToken == "p.secret.user")
        #expect(login.projectFolder == "/srv")
    }

    @Test(
        "The file is looked for up to the user's own folder, and outside of it in one folder",
        arguments: [
            ("/home/me/a/b", ["/home/me/a/b/.tinyb", "/home/me/a/.tinyb", "/home/me/.tinyb"]), ("/home/me", ["/home/me/.tinyb"]),
            ("/home/meadow", ["/home/meadow/.tinyb"]), ("/srv/x", ["/srv/x/.tinyb"]), ("/", ["/.tinyb"]),
        ])
    func candidates(folder: String, paths: [String]) {
        #expect(SavedLogin.candidates(from: folder, home: "/home/me") == paths)
    }

    @Test("A mistake anywhere shows no secret; the seed is the argument", arguments: 0..<300)
    func secretsStaySecret(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var scalars = Array(Self.text.unicodeScalars)
        let pieces: [[Unicode.Scalar]] = [["\""], ["\\"], ["{"], ["]"], ["\n"], [","], [], ["1"], [":"]]
        let start = Int.random(in: 0..<scalars.count, using: &random)
        scalars.replaceSubrange(start...start, with: pieces.randomElement(using: &random) ?? [])
        do throws(InvalidFile) {
            _ = try SavedLogin(ProjectFile(path: ".tinyb", text: String(String.UnicodeScalarView(scalars))))
        } catch {
            #expect(!error.diagnostics.isEmpty)
            #expect(!"\(error.diagnostics)".contains("secret"))
        }
    }

    @Test func `Every member of the wrong kind is reported in the order of the lines`() throws {
        let text = "{\"host\": 1,\n\"tokens\": [],\n\"token\": {\"p.secret\": 1}}"
        let error = try #require(throws: InvalidFile.self) { try Self.read(text) }
        #expect(
            error.diagnostics.map(\.message) == [
                "host is a number: expected a string", "tokens is an array: expected an object of strings",
                "token is an object: expected a string",
            ])
        #expect(error.diagnostics.map(\.location.line) == [1, 2, 3])
    }
}
