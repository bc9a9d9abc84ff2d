// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The commands that look at datafiles and templates without a server.
@Suite struct LanguageCommandTests {
    /// A project folder of these files; gone with the test's end.
    private func withProject(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = try ServerFixture.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let url = folder.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        try await body(folder.path)
    }

    private static let events = "SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `day` Date `json:$.day`\n\nENGINE_SORTING_KEY n\n"

    // MARK: check

    @Test func `a sound project is said to be sound`() async throws {
        try await self.withProject(["datasources/e.datasource": Self.events]) { folder in
            let result = try await Program.run(["check", folder])
            #expect(result.status == 0 && result.output == "1 file, no mistakes\n", "\(result.errors)")
        }
    }

    @Test func `all mistakes of all files are printed with their places`() async throws {
        let files = [
            "datasources/e.datasource": Self.events + "ENGINE Nothing\n",
            "endpoints/a.pipe": "NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE endpoint\n",
            "endpoints/b.pipe": "NODE n\nSQL >\n    %\n    SELECT {{eval('1')}} FROM e\nTYPE endpoint\n",
        ]
        try await self.withProject(files) { folder in
            let result = try await Program.run(["check", folder], environment: ["NO_COLOR": "1"])
            #expect(result.status == 1 && result.output.isEmpty)
            let places = result.errors.split(separator: "\n").map { $0.prefix { $0 != " " } }
            let expected = ["datasources/e.datasource:6:1:", "endpoints/a.pipe:3:19:", "endpoints/b.pipe:4:1:", "3"]
            #expect(places == expected.map { $0[...] }, "\(result.errors)")
        }
    }

    @Test func `a configuration says where the datafiles are, and .env what secrets stand for`() async throws {
        let files = [
            "tinybird.config.json": "{\"folder\": \"data\"}", "data/e.datasource": Self.events + "ENGINE_TTL {{ tb_secret(\"ttl\") }}\n",
            "data/.env": "ttl='day + INTERVAL 1 DAY'\n", "other.pipe": "no datafile\n",
        ]
        try await self.withProject(files) { folder in
            let result = try await Program.run(["check", folder])
            #expect(result.status == 0 && result.output == "1 file, no mistakes\n", "\(result.errors)")
            try "nothing=1\n".write(toFile: "\(folder)/data/.env", atomically: true, encoding: .utf8)
            let missing = try await Program.run(["check", folder], environment: ["NO_COLOR": "1"])
            #expect(missing.status == 1 && missing.errors.contains("Cannot access secret 'ttl'"), "\(missing.errors)")
            try "{".write(toFile: "\(folder)/tinybird.config.json", atomically: true, encoding: .utf8)
            let broken = try await Program.run(["check", folder])
            #expect(broken.status != 0 && broken.errors.contains("tinybird.config.json:1:"), "\(broken.errors)")
        }
    }

    @Test func `an engine judges what only it knows`() async throws {
        let target = "SCHEMA >\n    `day` Date,\n    `c` AggregateFunction(count)\n\nENGINE AggregatingMergeTree\nENGINE_SORTING_KEY day\n"
        let files = [
            "e.datasource": Self.events, "daily.datasource": target,
            "m.pipe": "NODE m\nSQL >\n    SELECT day, uniqState(n) AS c FROM e GROUP BY day\nTYPE materialized\nDATASOURCE daily\n",
        ]
        try await self.withProject(files) { folder in
            #expect(try await Program.run(["check", folder]).status == 0)
            let judged = try await Program.run(["check", folder, "--engine"], environment: ["NO_COLOR": "1"])
            #expect(judged.status == 1)
            #expect(
                judged.errors.hasPrefix("m.pipe:3:5: error: pipe \"m\": Conversion from AggregateFunction(uniq, UInt64)"),
                "\(judged.errors)")
        }
    }

    // MARK: fmt and datafile parse

    @Test func `the examples are in their canonical form`() async throws {
        let result = try await Program.run(["fmt", "--check", repository.appending(path: "Examples").path])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\(result.errors)")
    }

    @Test func `formatting writes the canonical form and leaves a file with a mistake alone`() async throws {
        let files = ["e.datasource": "engine MergeTree # kept\nschema >\n  n UInt64\n", "bad.pipe": "NODE n\nSQL select 1\n"]
        try await self.withProject(files) { folder in
            let result = try await Program.run(["fmt", folder], environment: ["NO_COLOR": "1"])
            #expect(result.status == 1)
            #expect(result.output == "\(folder)/e.datasource\n")
            #expect(result.errors.hasPrefix("\(folder)/bad.pipe:2:1: error: SQL must be multiline"), "\(result.errors)")
            let written = try String(contentsOfFile: "\(folder)/e.datasource", encoding: .utf8)
            #expect(written.contains("SCHEMA >\n    `n` UInt64\n") && written.contains("# kept"), "\(written)")
            #expect(try String(contentsOfFile: "\(folder)/bad.pipe", encoding: .utf8) == "NODE n\nSQL select 1\n")
            #expect(try await Program.run(["fmt", "--check", "\(folder)/e.datasource"]).status == 0)
        }
    }

    @Test func `what datafiles say is printed as JSON`() async throws {
        let files = [
            "datasources/e.datasource": Self.events + "ENGINE_TTL day + INTERVAL 1 DAY\n",
            "pipes/p.pipe": "INCLUDE \"../shared.incl\" \"TABLE=e\"\nTYPE endpoint\n",
            "shared.incl": "NODE n\nSQL >\n    %\n    SELECT * FROM $TABLE WHERE n = {{UInt64(n, 3, description='Which')}}\n",
            "bad.pipe": "NODE n\nSQL >\n    SELECT {{x}}\nTYPE nothing\n",
        ]
        try await self.withProject(files) { folder in
            let paths = ["datasources/e.datasource", "pipes/p.pipe", "bad.pipe"].map { "\(folder)/\($0)" }
            let result = try await Program.run(["datafile", "parse"] + paths)
            #expect(result.status == 1)
            let printed = try result.output.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            try #require(printed.count == 3, "\(result.output)\(result.errors)")
            #expect(printed[0]["name"] as? String == "e" && printed[0]["ttl"] as? String == "day + INTERVAL 1 DAY")
            #expect((printed[0]["schema"] as? [[String: Any]])?.map { $0["jsonpath"] as? String } == ["$.n", "$.day"])
            let node = try #require((printed[1]["nodes"] as? [[String: Any]])?.first)
            #expect(node["type"] as? String == "endpoint" && (node["sql"] as? String)?.contains("FROM e WHERE") == true)
            let parameter = try #require((printed[1]["parameters"] as? [[String: Any]])?.first)
            #expect(
                parameter["name"] as? String == "n" && parameter["type"] as? String == "UInt64"
                    && parameter["description"] as? String == "Which")
            #expect((printed[2]["errors"] as? [[String: Any]])?.first?["line"] as? Int == 4)
        }
    }

    // MARK: template render

    private func render(_ lines: String...) async throws -> [String] {
        let result = try await Program.run(["template", "render"], input: Data((lines.joined(separator: "\n") + "\n").utf8))
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func `each line is a template and its answer`() async throws {
        let answers = try await self.render(
            #"{"id": 1, "sql": "%\nSELECT {{Int32(n, 5)}}, {{String(s)}}", "params": {"n": "7", "s": "it's"}}"#,
            #"{"id": "b", "sql": "SELECT {{f['k']}}", "params": {"f": {"k": [1, "x"]}}}"#,
            #"{"id": "c", "sql": "%SELECT {{tb_secret('key')}}", "secrets": ["key"]}"#)
        #expect(
            answers == [
                #"{"id":1,"ok":true,"sql":"\nSELECT toInt32('7'), 'it\\'s'"}"#, #"{"id":"b","ok":true,"sql":"SELECT [1, 'x']"}"#,
                #"{"id":"c","ok":true,"sql":"SELECT {key: String}"}"#,
            ])
    }

    @Test func `a template that fails costs its neighbours nothing`() async throws {
        let answers = try await self.render(
            #"{"id": 1, "sql": "%SELECT {{Int32(n)}}", "params": {"n": "x"}}"#, "nonsense", #"{"id": 3, "params": []}"#,
            #"{"id": 4, "sql": "%SELECT 1"}"#)
        #expect(
            answers == [
                #"{"id":1,"ok":false,"error":"Template Syntax Error: Error validating 'x' to type Int32"}"#,
                #"{"ok":false,"error":"not valid JSON: Expecting value: line 1 column 1 (char 0)"}"#,
                #"{"id":3,"ok":false,"error":"\"sql\" must be the text of a node"}"#, #"{"id":4,"ok":true,"sql":"SELECT 1"}"#,
            ])
    }
}
