// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct ProjectTests {
    private static let schema = "SCHEMA >\n    a Int32\n"
    private static let query = "NODE n\nSQL >\n    SELECT 1\n"

    private static func findings(_ files: [(path: String, text: String)]) -> [String] {
        Project.parse(files.map { ProjectFile(path: $0.path, text: $0.text) }).diagnostics.map(\.description)
    }

    @Test func `Resources are named after their files and sorted`() {
        let (project, diagnostics) = Project.parse([
            ProjectFile(path: "b.datasource", text: Self.schema), ProjectFile(path: "datasources/deep/a.datasource", text: Self.schema),
            ProjectFile(path: "pipes/z.pipe", text: Self.query), ProjectFile(path: "endpoints/y.pipe", text: Self.query),
            ProjectFile(path: "x.connection", text: "TYPE bigquery\n"), ProjectFile(path: "README.md", text: "no datafile"),
            ProjectFile(path: "vendor/shop/datasources/orders.datasource", text: Self.schema),
        ])
        #expect(!diagnostics.hasErrors)
        #expect(project.dataSources.map(\.name) == ["a", "b", "shop.orders"])
        #expect(project.dataSources.map(\.isVendored) == [false, false, true])
        #expect(project.pipes.map(\.name) == ["y", "z"])
        #expect(project.connections.map(\.name) == ["x"])
    }

    @Test func `A name is taken once by data sources and pipes together`() {
        #expect(
            Self.findings([("a/x.datasource", Self.schema), ("b/x.pipe", Self.query), ("c/x.datasource", Self.schema)]) == [
                "b/x.pipe:1:1: error: The name 'x' is already taken by a/x.datasource (Data sources and pipes share their names; rename one of the files)",
                "c/x.datasource:1:1: error: The name 'x' is already taken by b/x.pipe (Data sources and pipes share their names; rename one of the files)",
            ])
        #expect(Self.findings([("x.pipe", Self.query), ("x.connection", "TYPE s3\nS3_REGION r\nS3_ARN a\n")]) == [])
    }

    @Test func `Names are plain`() {
        #expect(
            Self.findings([("my-events.datasource", Self.schema)]) == [
                "my-events.datasource:1:1: error: Invalid datasource name 'my-events' (A name has letters, digits and underscores and does not begin with a digit)"
            ])
    }

    @Test func `What a pipe fills is a data source of the project`() {
        let copy = Self.query + "TYPE copy\nTARGET_DATASOURCE d\n"
        #expect(
            Self.findings([("c.pipe", copy)]) == [
                "c.pipe:5:1: error: Data source 'd' is not in the project (Declare it in datasources/d.datasource)"
            ])
        #expect(Self.findings([("c.pipe", copy), ("d.datasource", Self.schema)]) == [])
        #expect(Self.findings([("c.pipe", copy), ("d.pipe", Self.query)]).count == 1)
        let vendored = Self.query + "TYPE materialized\nDATASOURCE w.d\n"
        #expect(
            Self.findings([("c.pipe", vendored), ("vendor/w/d.datasource", Self.schema)]) == [
                "c.pipe:5:1: error: Data source 'w.d' belongs to another workspace and can only be read"
            ])
    }

    @Test func `A target with a mistake of its own is not missed`() {
        let files = [("c.pipe", Self.query + "TYPE copy\nTARGET_DATASOURCE d\n"), ("d.datasource", "SCHEMA >\n    a Foo\n")]
        #expect(Self.findings(files) == ["d.datasource:2:7: error: Unknown data type family: Foo"])
    }

    @Test func `A versioned name of Classic is found without its version`() {
        let files = [
            ("d__v1.datasource", Self.schema), ("d__v12.datasource", Self.schema), ("d__vx.datasource", Self.schema),
            ("c.pipe", Self.query + "TYPE copy\nTARGET_DATASOURCE d\n"),
        ]
        #expect(Self.findings(files) == [])
        let project = Project.parse(files.map { ProjectFile(path: $0.0, text: $0.1) }).project
        #expect(project.dataSource("d")?.name == "d__v12")
        #expect(project.dataSource("d__v1")?.name == "d__v1")
        #expect(project.dataSource("d__vx")?.name == "d__vx")
        #expect(project.dataSource("e") == nil)
    }

    @Test func `A connection that is not in the project is warned about`() {
        let text = Self.schema + "PG_CONNECTION_NAME c\nPG_TABLE t\n"
        #expect(
            Self.findings([("d.datasource", text)]) == [
                "d.datasource:3:1: warning: Connection 'c' is not in the project (Declare it in connections/c.connection)"
            ])
    }

    @Test func `Mistakes of all files come in one run`() {
        #expect(
            Self.findings([("b.pipe", "FOO x\n" + Self.query), ("a.datasource", "BAR x\n" + Self.schema)]) == [
                "a.datasource:1:1: error: BAR is not a valid option in datasource files.",
                "b.pipe:1:1: error: FOO is not a valid option in pipe files.",
            ])
    }

    @Test func `Files have a limit`() {
        let text = Self.schema + String(repeating: "#", count: DatafileLimits.fileByteCount)
        #expect(Self.findings([("a.datasource", text)]) == ["a.datasource:1:1: error: A datafile has at most 1048576 bytes"])
        let many = String(repeating: "FOO\n", count: 1000) + Self.schema
        #expect(Self.findings([("a.datasource", many)]).count == DatafileLimits.findingCount)
    }

    @Test("Noise is refused, never fatal", arguments: 0..<200)
    func noise(seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let pieces = [
            "SCHEMA >\n", "    a ", "Int32", "Array(", ")", "`json:$.", "`", "'", "\"", ",", "\n", "\r", "DEFAULT ", "CODEC(", "-- ", "#",
            "{{ ", "}}",
            "tb_secret(", "NODE n\n", "SQL >\n", "%", "TYPE copy\n", "TYPE ", "ENGINE_SORTING_KEY ", "INDEXES >\n", "TOKEN ", " READ",
            "COPY_SCHEDULE ",
            "*/", "\u{301}", "é", "\t", "[", "-", "1-5", "> ", "INDEX i a TYPE minmax", "GRANULARITY", "KAFKA_TOPIC ",
        ]
        let text = (0..<60).map { _ in pieces[random(pieces.count)] }.joined()
        let files = DatafileKind.allCases.map { ProjectFile(path: "f.\($0.rawValue)", text: text) }
        let diagnostics = Project.parse(files, secrets: [:]).diagnostics
        #expect(diagnostics.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 })
    }
}
