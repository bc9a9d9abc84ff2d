// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct ProjectConfigurationTests {
    private static func read(_ text: String, path: String = "/home/me/shop/tinybird.config.json") throws -> ProjectConfiguration {
        try ProjectConfiguration(ProjectFile(path: path, text: text), environment: ["TOKEN": "p.x", "EMPTY": ""])
    }

    @Test(
        "Members are read in both spellings",
        arguments: [
            #"{"devMode": "Branch", "folder": " data ", "baseUrl": "http://h", "token": "${TOKEN}", "include": ["a.pipe", "b"]}"#,
            #"{"dev_mode": "branch", "folder": "data", "base_url": "http://h", "token": "p.x", "include": ["a.pipe", " b "]}"#,
        ])
    func members(text: String) throws {
        let configuration = try Self.read(text)
        #expect(configuration.developmentMode == .branch)
        #expect(configuration.folder == "data")
        #expect(configuration.baseURL == "http://h")
        #expect(configuration.token == "p.x")
        #expect(configuration.include == ["a.pipe", "b"])
        #expect(configuration.branchData == nil)
        #expect(configuration.warnings == [])
        #expect(!"\(configuration)".contains("p.x"))
    }

    @Test func `What is null, empty or unknown says nothing`() throws {
        let configuration = try Self.read(
            #"{"dev_mode": null, "devMode": "", "folder": " ", "include": [""], "token": "${EMPTY}", "type": [{"a": -1.5e3, "b": true}]}"#)
        #expect(configuration.developmentMode == nil)
        #expect(configuration.folder == nil)
        #expect(configuration.include == [])
        #expect(configuration.token == nil)
        #expect(configuration.projectFolder == nil)
    }

    @Test(
        "The project's folder is named by the file, or is the file's own",
        arguments: [
            (#"{"folder": "."}"#, "/home/me/shop"), (#"{"folder": "./a/../b/"}"#, "/home/me/shop/b"), (#"{"folder": "../.."}"#, "/home"),
            (#"{"folder": "/srv/x", "include": ["a"]}"#, "/srv/x"), (#"{"include": "src/*.ts"}"#, "/home/me/shop"), ("{}", nil),
        ])
    func folders(text: String, folder: String?) throws {
        #expect(try Self.read(text).projectFolder == folder)
    }

    @Test(
        "Included paths begin at the file",
        arguments: [
            ("/home/me/shop/tinybird.json", ["/home/me/shop/a", "/home/me/b/*.pipe", "/c"]), ("tinybird.json", ["a", "../b/*.pipe", "/c"]),
            ("../x/tinybird.json", ["../x/a", "../b/*.pipe", "/c"]),
        ])
    func includedPaths(path: String, paths: [String]) throws {
        #expect(try Self.read(#"{"include": ["a", "../b/*.pipe", "/c"]}"#, path: path).includedPaths == paths)
    }

    @Test func `The file is looked for in the folder and in all above it`() {
        #expect(
            ProjectConfiguration.candidates(from: "/a/b") == [
                "/a/b/tinybird.config.json", "/a/b/tinybird.json", "/a/tinybird.config.json", "/a/tinybird.json", "/tinybird.config.json",
                "/tinybird.json",
            ])
    }

    @Test func `A variable the environment lacks leaves the value out with a warning`() throws {
        let configuration = try Self.read("{\n  \"token\": \"${GONE}\",\n  \"baseUrl\": \"${GONE:-http://h}\"\n}")
        #expect(configuration.token == nil)
        #expect(configuration.baseURL == "http://h")
        #expect(configuration.warnings.map(Self.line) == ["2:12 token is left out: the environment has no variable GONE"])
    }

    @Test(
        "A mistake is reported at its line, with what would be right",
        arguments: [
            ("{\n  \"folder\": 1\n}", "2:13 folder is a number: expected a string"),
            ("{\n  \"include\": [\"a\",\n  {}]\n}", "3:3 every item of include is an object: expected a string"),
            ("{\"devMode\": \"cloud\"}", "1:13 devMode is none of manual, local, branch"),
            ("{\"branch_data_mode\": \"all\"}", "1:22 branch_data_mode is none of last_partition"),
            ("{\"branch_data_on_create\": true}", "1:27 branch_data_on_create has been renamed"),
            ("[]", "1:1 Expected an object: { \"name\": \"value\" }"), ("", "1:1 Expected a value: a string in double quotes"),
            ("{\n\"a\": 'x'}", "2:6 Expected a value: a string in double quotes"), ("{\"a\": 1,}", "1:9 Expected a name in double quotes"),
            ("{\"a\" 1}", "1:6 Expected ':' behind the name"), ("{\"a\": 1 \"b\"", "1:9 Expected ',' or '}'"),
            ("{} x", "1:4 Expected the end"),
            ("{\"a\": [1 2]}", "1:10 Expected ',' or ']'"), ("{\"a\": \"b\n\"}", "1:9 Expected '\"': a string ends on its line"),
            ("{\"a\": \"\\x\"}", "1:9 Expected an escape"), ("{\"a\": 1e}", "1:7 Expected a number"),
        ])
    func mistakes(text: String, message: String) throws {
        let error = try #require(throws: InvalidFile.self) { try Self.read(text) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics.allSatisfy { Self.line($0).hasPrefix(message) }, "\(error.diagnostics)")
    }

    @Test(
        "What is too deep or too long is refused",
        arguments: [("[", 100_000, "Too many objects and arrays inside each other"), (" ", 1 << 20, "A configuration file has at most")])
    func limits(piece: String, count: Int, message: String) throws {
        let text = "{\"a\": " + String(repeating: piece, count: count)
        let error = try #require(throws: InvalidFile.self) { try Self.read(text) }
        #expect(error.diagnostics.map { $0.message.hasPrefix(message) } == [true])
    }

    @Test(
        "Escapes in strings are read",
        arguments: [
            (#"\"\\\/\b\f\n\r\t."#, "\"\\/\u{8}\u{C}\n\r\t."), (#"\u00e9\u65E5"#, "é日"), (#"\ud83d\ude00"#, "😀"),
            (#"\ud83d\n\ude00."#, "\u{FFFD}\n\u{FFFD}."),
        ])
    func escapes(text: String, value: String) throws {
        #expect(try Self.read("{\"folder\": \"\(text)\"}").folder == value)
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        "\(diagnostic.location.line):\(diagnostic.location.column) \(diagnostic.message)"
    }
}
