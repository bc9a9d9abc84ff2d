// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Datafiles

@Suite struct DatafileLinesTests {
    private static let dataSource = "TOKEN \"a\" READ\nTAGS \"x, k=v\"\n\nSCHEMA >\n    n Int8\n"

    @Test func `tokens that a file does not declare are put beside those it does`() {
        let text = TokenLines.add([(name: "b c", permission: .append)], to: Self.dataSource, kind: .dataSource)
        #expect(text == "TOKEN \"a\" READ\nTOKEN \"b c\" APPEND\n\nTAGS \"x, k=v\"\n\nSCHEMA >\n    `n` Int8\n")
        #expect(TokenLines.add([], to: "as it is", kind: .pipe) == "as it is")
    }

    @Test(arguments: [(["x", "y"], "TAGS \"x, y, k=v\"\n\n"), ([], "TAGS \"k=v\"\n\n")])
    func `tags are set, and the entries for the machinery stay`(tags: [String], line: String) throws {
        let file = try TagLines.set(tags, in: ProjectFile(path: "d.datasource", text: Self.dataSource))
        #expect(file.text == "TOKEN \"a\" READ\n\n\(line)SCHEMA >\n    `n` Int8\n")
    }

    @Test func `tags of a pipe stand before its nodes, those of a node stay with it`() throws {
        let text = "NODE a\nSQL >\n    SELECT 1\n\nTYPE COPY\nTARGET_DATASOURCE t\nTAGS k=v\nTAGS old\n"
        let file = try TagLines.set(["new"], in: ProjectFile(path: "p.pipe", text: text))
        #expect(file.text == "TAGS \"new\"\n\nNODE a\nSQL >\n    SELECT 1\n\nTYPE COPY\nTARGET_DATASOURCE t\nTAGS \"k=v\"\n")
        #expect(try TagLines.set([], in: file).text.hasPrefix("NODE a\n"))
    }
}
