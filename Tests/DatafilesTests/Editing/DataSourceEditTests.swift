// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

/// Directives that come from outside, put into a data source's file.
struct DataSourceEditTests {
    private static let path = "datasources/events.datasource"

    private static func edit(_ texts: KeyValuePairs<String, String>) -> DataSourceEdit {
        var edit = DataSourceEdit()
        for (directive, text) in texts { edit.set(directive, to: text) }
        return edit
    }

    private static func apply(_ texts: KeyValuePairs<String, String>, to text: String = "") throws -> String {
        try self.edit(texts).applied(to: ProjectFile(path: self.path, text: text)).text
    }

    @Test func `texts make a file in its canonical form`() throws {
        #expect(
            try Self.apply([
                "ENGINE_SORTING_KEY": "a,b", "SCHEMA": "a String, b Date `json:$.b`", "DESCRIPTION": "Of all\n\nthings",
                "ENGINE": "MergeTree",
            ]) == """
                DESCRIPTION >
                    Of all
                    things

                SCHEMA >
                    `a` String,
                    `b` Date `json:$.b`

                ENGINE MergeTree
                ENGINE_SORTING_KEY a, b

                """)
    }

    @Test func `what an edit does not name stays, comments too`() throws {
        let file = "# About it\nTOKEN reader READ\nTAGS x\nSCHEMA >\n    a String\nENGINE_SORTING_KEY a\nENGINE_TTL \"toDate(a)\"\n"
        #expect(
            try Self.apply(["SCHEMA": "a String, b String", "ENGINE_TTL": ""], to: file) == """
                # About it
                TOKEN "reader" READ

                TAGS "x"

                SCHEMA >
                    `a` String,
                    `b` String

                ENGINE_SORTING_KEY a

                """)
    }

    @Test(arguments: [
        ("SCHEMA", "a Strong", "schema:1:3: error: Unknown data type family: Strong. Maybe you meant: ['String'] (Hint"),
        ("SCHEMA", "# only\na String,\n  b", "schema:3:3: error: Column name and either type or DEFAULT are required"),
        ("SCHEMA", "", "datasources/events.datasource:1:1: error: SCHEMA is mandatory"),
        ("INDEXES", "i a TYPE nothing", "indexes:1:1: error: Not allowed index 'nothing'"),
        ("ENGINE", "Join", "engine:1:1: error: Engine Join is not supported"),
        ("ENGINE_SORTING_KEY", "b", "engine_sorting_key:1:1: error: Sorting key column 'b' is not present in schema"),
    ])
    func `mistakes are at their parameter, and within a block at their place`(directive: String, text: String, finding: String) {
        let file = ProjectFile(path: Self.path, text: "SCHEMA >\n    a String\n")
        let error = #expect(throws: InvalidFile.self) { try Self.edit([directive: text]).applied(to: file) }
        #expect(
            error?.diagnostics.first.map { "\($0)".hasPrefix(finding.replacing(" (Hint", with: "")) } == true,
            "\(String(describing: error))")
    }

    /// Texts that would like to be more than one directive.
    private static let fragments = [
        "a String", ", ", "\n", "\r", "\r\n", "\u{2028}", "\u{85}", "TOKEN stolen READ", "ENGINE_TTL now()", "NODE x", "SQL >", ">", "\"",
        "'",
        "`", "#", "--", "%", "{{", "}}", "{#", "#}", "    ", "\t", "INCLUDE x.incl", "SCHEMA >", "SHARED_WITH other", "\\", "(", ")",
        "DEFAULT 'x", "json:$.a", "é", "\u{0}",
    ]

    @Test(arguments: ["DESCRIPTION", "SCHEMA", "INDEXES", "ENGINE", "ENGINE_SORTING_KEY", "ENGINE_TTL", "ENGINE_SETTINGS"])
    func `no text becomes another directive`(directive: String) throws {
        var generator = SeededGenerator(seed: 7)
        var acceptedCount = 0
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in Self.fragments.randomElement(using: &generator) ?? "" }
                .joined()
            guard let file = try? Self.edit(["SCHEMA": "a String", directive: text]).applied(to: ProjectFile(path: Self.path, text: ""))
            else {
                continue
            }
            acceptedCount += 1
            let definition = try #require(Project.parse([file]).project.dataSources.first, "\(file.text)")
            #expect(definition.tokens.isEmpty && definition.sharedWith.isEmpty && definition.settings.isEmpty, "\(file.text)")
            #expect(directive == "ENGINE_TTL" || definition.engine.ttl == nil, "\(file.text)")
            #expect(directive == "DESCRIPTION" || definition.description == nil, "\(file.text)")
        }
        // Otherwise nothing was tried.
        #expect(acceptedCount > 0)
    }
}
