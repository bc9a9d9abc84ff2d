// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct PipeTests {
    @Test func `Directives before the first node are of the pipe, later ones of the node`() {
        let file = ParsedFile.pipe(
            "TOKEN t READ\nDESCRIPTION of the pipe\nTAGS a\nNODE n\nDESCRIPTION >\n    of the node\nSQL >\n    SELECT 1\nTAGS b\nTOKEN u READ\n"
        )
        #expect(file.errors == [])
        #expect(file.pipe?.name == "top")
        #expect(file.pipe?.description == "of the pipe")
        #expect(file.pipe?.tags == ["a", "b"])
        #expect(file.pipe?.tokens.map(\.name) == ["t", "u"])
        #expect(file.pipe?.nodes.map(\.description) == ["of the node"])
    }

    @Test func `SQL knows where it stood`() {
        let file = ParsedFile.pipe("NODE a\nSQL >\n\n    SELECT 1\n    # comment\n      , x\nNODE b\nSQL >\n    %\n      SELECT 2\n")
        let nodes = file.pipe?.nodes ?? []
        #expect(nodes.map(\.location.description) == ["pipes/top.pipe:4:5", "pipes/top.pipe:9:5"])
        #expect(nodes.first?.query.location(line: 2, column: 3).description == "pipes/top.pipe:6:7")
        #expect(nodes.last?.query.location(line: 2, column: 7).description == "pipes/top.pipe:10:7")
        #expect(nodes.map(\.declaration.line) == [1, 7])
    }

    @Test(
        "The one typed node says what a pipe is",
        arguments: [
            ("", PipeKind.plain, "last"), ("TYPE standard", .plain, "last"), ("TYPE endpoint", .endpoint, "first"),
            ("TYPE Materialized\nDATASOURCE d", .materialized, "first"), ("TYPE COPY\nTARGET_DATASOURCE d", .copy, "first"),
            ("TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand", .sink, "first"),
            ("TYPE stream", .plain, "first"),
        ])
    func kinds(type: String, kind: PipeKind, resultNode: String) {
        let pipe = ParsedFile.pipe("NODE first\nSQL >\n    SELECT 1\n\(type)\nNODE last\nSQL >\n    SELECT 2\n").pipe
        #expect(pipe?.kind == kind)
        #expect(pipe?.resultNode?.name == resultNode)
        #expect(pipe?.publishedNode?.name == (kind == .endpoint ? "first" : nil))
    }

    @Test func `A copy has target, mode and schedule`() throws {
        let file = ParsedFile.node("TYPE copy\nTARGET_DATASOURCE d\nMODE replace\nCOPY_SCHEDULE 0 * * * *\nON_DEMAND_COMPUTE yes")
        let node = try #require(file.pipe?.nodes.first)
        #expect(node.targetDataSource == "d")
        #expect(node.copyMode == .replace)
        #expect(node.copySchedule == "0 * * * *")
        #expect(node.computesOnDemand)
        #expect(node.location(of: "COPY_SCHEDULE").line == 7)
        let onDemand = ParsedFile.node("TYPE copy\nTARGET_DATASOURCE d\nCOPY_SCHEDULE @on-demand").pipe?.nodes.first
        #expect(onDemand?.copySchedule == nil)
        #expect(onDemand?.copyMode == .append)
    }

    @Test func `A sink has its export settings`() {
        let file = ParsedFile.node(
            "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f_{day}\nEXPORT_SCHEDULE @daily\nEXPORT_FORMAT csv"
        )
        #expect(file.errors == [])
        #expect(file.pipe?.nodes.first?.exportSettings["EXPORT_FILE_TEMPLATE"] == "f_{day}")
    }

    @Test func `An endpoint may say how long its answers keep`() {
        #expect(ParsedFile.node("TYPE endpoint\nCACHE 60").pipe?.nodes.first?.cacheSeconds == 60)
        #expect(ParsedFile.node("TYPE endpoint\nCACHE soon").errors == ["5:1 CACHE takes a number of seconds"])
    }

    @Test(
        "What stands before its node is refused",
        arguments: [
            ("SQL >\n    SELECT 1", "SQL must be called after a NODE command"),
            ("TYPE endpoint", "type must be called after a NODE command"),
            ("DATASOURCE d", "datasource must be called after a NODE command"),
        ])
    func beforeNode(directive: String, error: String) {
        #expect(ParsedFile.pipe("\(directive)\nNODE n\nSQL >\n    SELECT 1\n").errors == ["1:1 \(error)"])
    }

    @Test(
        "What is no pipe is refused",
        arguments: [
            ("DESCRIPTION x\n", ["1:1 Pipe data file must have at least one node"]),
            ("NODE\nSQL >\n    SELECT 1\n", ["1:1 Missing node name for pipe creation after the NODE label"]),
            ("NODE n\nTYPE endpoint\n", ["1:1 error parsing node \"n\" from pipe \"pipes/top.pipe\": Empty query"]),
            ("NODE n\nSQL >\n\n    # nothing\n", ["2:1 error parsing node \"n\" from pipe \"pipes/top.pipe\": Empty query"]),
            ("NODE n\nSQL SELECT 1\n", ["2:1 SQL must be multiline"]),
            ("NODE n\nSQL >\n    SELECT 1\nNODE n\nSQL >\n    SELECT 2\n", ["4:1 Node 'n' is defined twice"]),
            ("NODE a-b\nSQL >\n    SELECT 1\n", ["1:1 Invalid node name 'a-b'"]),
            (
                "TOKEN t APPEND\nNODE n\nSQL >\n    SELECT 1\n",
                ["1:1 Invalid permission APPEND for token t. Only READ is allowed for pipes"]
            ),
            (
                "NODE a\nSQL >\n    SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n    SELECT 2\nTYPE endpoint\n",
                ["8:1 Multiple non-standard nodes in pipe. There can only be one"]
            ),
        ])
    func refusals(text: String, errors: [String]) {
        #expect(ParsedFile.pipe(text).errors == errors)
    }

    @Test(
        "What only Classic knows is accepted with a warning",
        arguments: [
            ("VERSION 1", "VERSION has been deprecated and will be ignored."),
            ("MAINTAINER me", "MAINTAINER has been deprecated and will be ignored."),
            ("ENGINE MergeTree", "ENGINE belongs into the .datasource file of the target"),
            ("ENGINE_SORTING_KEY a", "ENGINE_SORTING_KEY belongs into the .datasource file of the target"),
        ])
    func classic(directive: String, warning: String) {
        let file = ParsedFile.node("TYPE endpoint\n\(directive)")
        #expect(file.errors == [])
        #expect(file.warnings == ["5:1 \(warning)"])
    }

    @Test func `A materialized node of Classic keeps the engine of its target`() {
        let file = ParsedFile.node("TYPE materialized\nDATASOURCE d\nENGINE \"MergeTree\"\nENGINE_SORTING_KEY \"a, b\"")
        #expect(file.errors == [])
        #expect(file.pipe?.nodes.first?.engineSettings == ["ENGINE": "MergeTree", "ENGINE_SORTING_KEY": "a, b"])
    }
}
