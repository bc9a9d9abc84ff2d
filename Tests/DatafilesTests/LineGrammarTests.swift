// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct LineGrammarTests {
    @Test(
        "Line ends of any system and a byte order mark are read alike",
        arguments: ["\n", "\r\n", "\r"], ["", "\u{FEFF}"])
    func lineEnds(lineEnd: String, mark: String) {
        let file = ParsedFile.dataSource(mark + ["SCHEMA >", "    a Int32,", "    b String", "ENGINE Null", ""].joined(separator: lineEnd))
        #expect(file.errors == [])
        #expect(file.columns == ["`a` Int32", "`b` String"])
        #expect(file.dataSource?.engine.kind == .null)
    }

    @Test func `Mistakes behind any line end keep their place`() {
        let file = ParsedFile.dataSource("SCHEMA >\r\n    a Int32\r\n\r\nENGINE Null\r\nFOO x\r\n")
        #expect(file.errors == ["5:1 FOO is not a valid option in datasource files."])
    }

    @Test func `Blank lines and comment lines vanish from blocks`() {
        let file = ParsedFile.pipe("NODE n\nSQL >\n    SELECT 1\n\n    # gone\n\n      , 2 # kept\nTYPE endpoint\n")
        #expect(file.firstSQL == "SELECT 1\n  , 2 # kept")
    }

    @Test func `An unindented block lasts until a line that begins with a directive`() {
        let file = ParsedFile.pipe("NODE n\nSQL >\nSELECT 1\nFROM t\nENGINE MergeTree\nTYPE endpoint\n")
        #expect(file.firstSQL == "SELECT 1\nFROM t\nENGINE MergeTree")
        #expect(file.pipe?.kind == .endpoint)
    }

    @Test func `An indented directive is content`() {
        let file = ParsedFile.pipe("NODE n\nSQL >\n    SELECT 1\n    TYPE endpoint\n")
        #expect(file.firstSQL == "SELECT 1\nTYPE endpoint")
        #expect(file.pipe?.kind == .plain)
    }

    @Test func `A column called like a directive ends the schema at the start of a line`() {
        let file = ParsedFile.dataSource("SCHEMA >\na Int32,\ntags String\n")
        #expect(file.columns == ["`a` Int32"])
        #expect(file.dataSource?.tags == ["String"])
    }

    @Test func `Indented directives outside blocks count`() {
        #expect(ParsedFile.dataSource("  SCHEMA >\n    a Int32\n").columns == ["`a` Int32"])
    }

    @Test func `Directives are read in any case`() {
        let file = ParsedFile.pipe("node n\nsql >\n\tSELECT 1\nType Endpoint\n")
        #expect(file.errors == [])
        #expect(file.pipe?.kind == .endpoint)
    }

    @Test(
        "Values lose one quote at each end and comments",
        arguments: [
            ("ENGINE_SORTING_KEY id", "id"), ("ENGINE_SORTING_KEY \"id, v\"", "id, v"), ("ENGINE_SORTING_KEY 'id'", "id"),
            ("ENGINE_SORTING_KEY id,   v # order", "id, v"), ("ENGINE_SORTING_KEY id#v", "id"),
            ("ENGINE_SORTING_KEY >\n    id,\n    v\n", "id,\n    v"),
        ])
    func values(directive: String, value: String) {
        #expect(ParsedFile.withSchema(directive).dataSource?.engine.sortingKey == value)
    }

    @Test(
        "A description keeps its quotes, and its lines in a block",
        arguments: [
            ("DESCRIPTION it's   nice", "it's nice"), ("DESCRIPTION \"so\"", "\"so\""),
            ("DESCRIPTION >\n    one\n      two\n\n    three", "one\n      two\n    three"),
        ])
    func descriptions(directive: String, description: String) {
        #expect(ParsedFile.withSchema(directive).dataSource?.description == description)
    }

    @Test(
        "SQL loses the indentation its lines share; a template keeps it",
        arguments: [
            ("    SELECT a\n      , b", "SELECT a\n  , b"), ("\t\tSELECT a\n\t\t\t, b", "SELECT a\n\t, b"),
            ("\tSELECT a\n    , b", "\tSELECT a\n    , b"), ("    %\n    SELECT a\n      , b  ", "%\n    SELECT a\n      , b"),
        ])
    func indentation(block: String, sql: String) {
        #expect(ParsedFile.pipe("NODE n\nSQL >\n\(block)\nTYPE endpoint\n").firstSQL == sql)
    }

    @Test(
        "Directives that cannot be used as written are refused",
        arguments: [
            ("FOO x", "4:1 FOO is not a valid option in datasource files."),
            ("FOO >\n    x", "4:1 FOO is not a valid option in datasource files."),
            ("SCHEMA>", "4:1 SCHEMA> is not a valid option in datasource files."),
            ("SETTINGS x", "4:1 SETTINGS option is not allowed, use ENGINE_SETTINGS instead."),
            ("TOKEN >\n    t READ", "4:1 TOKEN does not support multiline arguments"),
            ("SCHEMA a Int8", "4:1 SCHEMA takes one word or a block"),
            ("TTL >\n    x", "4:1 TTL does not support multiline arguments"), ("PRIMARY_KEY", "4:1 PRIMARY_KEY is empty"),
            ("BACKFILL all\nBACKFILL skip", "4:1 all is not an allowed value for BACKFILL. Use one of: {'skip'}"),
            ("DESCRIPTION 'tis nice", "4:1 A quote is opened and never closed"),
            ("FORWARD_QUERY SELECT 1", "4:1 SQL must be multiline"), ("ENGINE", "4:1 ENGINE is empty"),
            ("INDEXES >\n", "4:1 INDEXES is empty"),
            ("NODE n", "4:1 NODE is not a valid option in datasource files."),
        ])
    func refusals(directive: String, error: String) {
        // A blank line would not end the schema, a directive does.
        let file = ParsedFile.dataSource("SCHEMA >\n    a Int32\nENGINE MergeTree\n\(directive)\n")
        #expect(file.errors == [error])
    }

    @Test func `A line with an open quote belongs to the block above`() {
        let file = ParsedFile.pipe("NODE n\nSQL >\n    SELECT 1\nTYPE 'endpoint\n")
        #expect(file.firstSQL == "    SELECT 1\nTYPE 'endpoint")
        #expect(file.warnings == ["4:1 TYPE is read as text: a quote in its line is never closed"])
    }

    @Test func `All mistakes of a file are reported at once`() {
        let file = ParsedFile.dataSource("FOO x\nSCHEMA >\n    a Foo,\n    b String @,\n    c Int32\nTOKEN t\n")
        #expect(
            file.errors == [
                "1:1 FOO is not a valid option in datasource files.", "3:7 Unknown data type family: Foo", "4:14 Invalid character '@'",
                "6:1 TOKEN takes two params: token name and permission e.g TOKEN \"read api token\" READ",
            ])
    }

    @Test func `Of the same directive the last counts`() {
        #expect(ParsedFile.withSchema("ENGINE_SORTING_KEY id\nENGINE_SORTING_KEY v").dataSource?.engine.sortingKey == "v")
    }

    @Test func `Text behind the sign that opens a block is dropped with a warning`() {
        let file = ParsedFile.pipe("NODE n\nSQL > SELECT 1\n    SELECT 2\n")
        #expect(file.firstSQL == "SELECT 2")
        #expect(file.warnings == ["2:7 Text after > is ignored: a block begins on the next line"])
    }

    @Test func `Marks that combine with quotes and blanks hide nothing`() {
        #expect(ParsedFile.withSchema("TOKEN \"\u{301}t t\u{301}\" READ").dataSource?.tokens.map(\.name) == ["\u{301}t t\u{301}"])
    }

    @Test func `Unclosed expressions by the thousand are read in time`() {
        let file = ParsedFile.withSchema("DESCRIPTION " + String(repeating: "{{ ", count: 100_000))
        #expect(file.errors.count == 1)
    }
}
