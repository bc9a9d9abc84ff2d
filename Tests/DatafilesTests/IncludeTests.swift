// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

/// Classic's INCLUDE: lines of another file of the project in its place.
struct IncludeTests {
    private static func parse(_ text: String, beside files: [String: String]) -> (nodes: [String], findings: [String]) {
        let included = files.map { ProjectFile(path: $0.key, text: $0.value) }
        let (project, diagnostics) = Project.parse([ProjectFile(path: "pipes/top.pipe", text: text)] + included)
        let nodes = project.pipes.flatMap(\.nodes).map { "\($0.name): \($0.sql)" }
        return (nodes, diagnostics.filter { $0.severity == .error }.map { "\($0.location) \($0.message)" })
    }

    private static let node = "NODE n\nSQL >\n    SELECT 1\n"

    @Test func `Values stand for names, other dollars stay`() {
        let text = "INCLUDE \"../parts/a.incl\" \"TABLE=orders\" \"LIMIT=a=b\"\n"
        let part = "NODE $TABLE\nSQL >\n    SELECT '${LIMIT}', '$$TABLE', '$OTHER', '${TABLE' FROM $TABLE\n"
        let result = Self.parse(text, beside: ["parts/a.incl": part])
        #expect(result.findings == [])
        #expect(result.nodes == ["orders: SELECT 'a=b', '$TABLE', '$OTHER', '${TABLE' FROM orders"])
    }

    @Test func `A block left open goes on behind the directive`() {
        let result = Self.parse("NODE n\nINCLUDE a.incl\n    , 2\n", beside: ["pipes/a.incl": "SQL >\n    SELECT 1\n"])
        #expect(result.nodes == ["n: SELECT 1\n, 2"])
    }

    @Test func `The text of a pipe means the same without the included files`() {
        let files = [
            ProjectFile(path: "top.pipe", text: "DESCRIPTION x\r\nINCLUDE a.incl N=one\r\nTYPE endpoint\r\n"),
            ProjectFile(path: "a.incl", text: "NODE $N\nSQL >\n    SELECT 1"), ProjectFile(path: "b.pipe", text: "\(Self.node)\r\n"),
        ]
        let pipes = Project.parse(files).project.pipes
        #expect(pipes.map(\.text) == ["\(Self.node)\r\n", "DESCRIPTION x\nNODE one\nSQL >\n    SELECT 1\nTYPE endpoint\n"])
        let again = Project.parse([ProjectFile(path: "top.pipe", text: pipes[1].text)])
        #expect(again.diagnostics == [])
        #expect(again.project.pipes.first?.publishedNode?.sql == "SELECT 1")
    }

    @Test func `Paths are relative to the datafile, in included files too`() {
        let files = ["pipes/parts/a.incl": "INCLUDE b.incl\n", "pipes/b.incl": Self.node]
        #expect(Self.parse("INCLUDE ./parts/a.incl\n", beside: files).nodes == ["n: SELECT 1"])
    }

    @Test func `A mistake names the included file and its line`() {
        let result = Self.parse("INCLUDE a.incl\n\(Self.node)", beside: ["pipes/a.incl": "\nFOO x\n"])
        #expect(result.findings == ["pipes/a.incl:2:1 FOO is not a valid option in pipe files."])
    }

    @Test func `A mistake in a file that many include is reported once`() {
        let files = [
            ProjectFile(path: "a.pipe", text: "INCLUDE part.incl\n"), ProjectFile(path: "b.pipe", text: "INCLUDE part.incl\n"),
            ProjectFile(path: "part.incl", text: "FOO x\n\(Self.node)\n"),
        ]
        let findings = Project.parse(files).diagnostics.map { "\($0.location) \($0.message)" }
        #expect(findings == ["part.incl:1:1 FOO is not a valid option in pipe files."])
    }

    @Test func `A value of an included file can name the next file`() {
        let files = ["pipes/a.incl": "INCLUDE $NEXT.incl \"TABLE=$TABLE\"\n", "pipes/b.incl": "NODE $TABLE\nSQL >\n    SELECT 1\n"]
        #expect(Self.parse("INCLUDE a.incl NEXT=b TABLE=orders\n", beside: files).nodes == ["orders: SELECT 1"])
    }

    @Test(
        "What cannot be included is refused at the directive",
        arguments: [
            ("INCLUDE", "INCLUDE is empty"), ("INCLUDE b.incl", "Included file 'pipes/b.incl' is not in the project"),
            ("INCLUDE ../../b.incl", "INCLUDE ../../b.incl leads outside the project"),
            ("INCLUDE /etc/hosts", "INCLUDE /etc/hosts leads outside the project"),
            ("INCLUDE a.incl x", "x is no value for an included file"),
        ])
    func refusals(directive: String, message: String) {
        let result = Self.parse("\(directive)\n\(Self.node)", beside: ["pipes/a.incl": ""])
        #expect(result.findings == ["pipes/top.pipe:1:1 \(message)"])
    }

    @Test func `Files that include each other have an end`() {
        let circle = ["pipes/a.incl": "INCLUDE b.incl\n", "pipes/b.incl": "INCLUDE a.incl\n"]
        #expect(
            Self.parse("INCLUDE a.incl\n\(Self.node)", beside: circle).findings == [
                "pipes/b.incl:1:1 Included file 'pipes/a.incl' includes itself"
            ])
        let deep = (0...DatafileLimits.includeDepth).map { ("pipes/\($0).incl", "INCLUDE \($0 + 1).incl\n") }
        let findings = Self.parse("INCLUDE 0.incl\n\(Self.node)", beside: Dictionary(uniqueKeysWithValues: deep)).findings
        #expect(findings == ["pipes/9.incl:1:1 Included files are at most 10 files deep and 1048576 bytes"])
        let wide = Dictionary(
            uniqueKeysWithValues: (0..<9).map { level in
                ("pipes/\(level).incl", String(repeating: "INCLUDE \(level + 1).incl\n", count: 50))
            })
        #expect(!Self.parse("INCLUDE 0.incl\n", beside: wide).findings.isEmpty)
    }
}
