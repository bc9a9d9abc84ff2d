// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Foundation
import Testing

struct DescriptionTests {
    private static func json(_ path: String, _ text: String) throws -> String {
        let description = try #require(DatafileDescription(ProjectFile(path: path, text: text)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(description), as: UTF8.self)
    }

    @Test func `A data source is its columns, engine and settings`() throws {
        let text =
            "SCHEMA >\n    `a` Int8 `json:$.a` DEFAULT 1 CODEC(LZ4)\nENGINE MergeTree\nENGINE_SORTING_KEY a\nTOKEN t read\n"
            + "INDEXES >\n    i a TYPE minmax GRANULARITY 2\nTTL x\n"
        let expected = """
            {"backfill":true,"connector":{},"engine":"MergeTree","engine_options":{"sorting_key":"a"},\
            "indexes":[{"expression":"a","granularity":2,"name":"i","type":"minmax"}],"kind":"datasource","name":"d",\
            "schema":[{"codec":"LZ4","default":"1","jsonpath":"$.a","materialized":false,"name":"a","type":"Int8","type_origin":"declared"}],\
            "shared_with":[],"tags":[],"tokens":[{"name":"t","scope":"READ"}],\
            "warnings":[{"column":1,"line":8,"message":"TTL has no effect: write ENGINE_TTL"}]}
            """
        #expect(try Self.json("d.datasource", text) == expected)
    }

    @Test func `A pipe is its nodes with what their types ask for`() throws {
        let text = "DESCRIPTION x\nNODE a\nSQL >\n    SELECT 1\nTYPE copy\nTARGET_DATASOURCE elsewhere\nCOPY_MODE replace\n"
        let expected = """
            {"description":"x","kind":"pipe","name":"p","nodes":[{"name":"a","options":{"copy_mode":"replace","target_datasource":"elsewhere"},\
            "sql":"SELECT 1","type":"copy"}],"parameters":[],"tags":[],"tokens":[],"warnings":[]}
            """
        #expect(try Self.json("p.pipe", text) == expected)
    }

    @Test func `A connection is its settings`() throws {
        let expected = """
            {"kind":"connection","name":"c","settings":{"s3_arn":"a","s3_region":"r"},"type":"s3","warnings":[]}
            """
        #expect(try Self.json("c.connection", "TYPE S3\nS3_REGION r\nS3_ARN a\n") == expected)
    }

    @Test func `A datafile with mistakes is its mistakes`() throws {
        let expected = """
            {"errors":[{"column":1,"line":1,"message":"FOO is not a valid option in pipe files."},\
            {"column":1,"hint":"Write SQL > and the query below it, indented","line":2,\
            "message":"error parsing node \\"n\\" from pipe \\"p.pipe\\": Empty query"}],"file":"p.pipe"}
            """
        #expect(try Self.json("p.pipe", "FOO x\nNODE n\n") == expected)
    }

    @Test func `Other files have no description`() {
        #expect(DatafileDescription(ProjectFile(path: "readme.md", text: "")) == nil)
    }
}
