// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

/// The canonical form, construct by construct.
struct DatafileFormatterTests {
    private static func format(_ text: String, as name: String) throws -> String {
        try DatafileFormatter.format(ProjectFile(path: "folder/\(name)", text: text))
    }

    @Test func `A data source has its directives in one order, each in its usual spelling`() throws {
        let text = """
            forward_query >
            \tSELECT a,
            \t  b
            ENGINE_TTL ''
            ENGINE_SORTING_KEY "id,ts"
            Engine "ReplacingMergeTree"
            BACKFILL skip
            SHARED_WITH one,two
            TAGS landing,k=v
            KAFKA_GROUP_ID "orders#1"
            KAFKA_CONNECTION_NAME 'broker'
            KAFKA_TOPIC orders
            INDEXES >
              INDEX by_id  id TYPE bloom_filter(0.01) GRANULARITY 4,
            TOKEN writer append
            SCHEMA >
            id UInt64 `json:$.id`
            , ts DateTime CODEC(Delta), n Nullable(Float64) `json:$.n` DEFAULT 1
            DESCRIPTION Orders   of the shop
            VERSION 2
            """
        #expect(
            try Self.format(text, as: "orders.datasource") == """
                VERSION 2

                DESCRIPTION >
                    Orders of the shop

                TOKEN "writer" APPEND

                TAGS "landing, k=v"

                SCHEMA >
                    `id` UInt64 `json:$.id`,
                    `ts` DateTime CODEC(Delta),
                    `n` Nullable(Float64) `json:$.n` DEFAULT 1

                INDEXES >
                    by_id id TYPE bloom_filter(0.01) GRANULARITY 4

                ENGINE ReplacingMergeTree
                ENGINE_SORTING_KEY id, ts
                ENGINE_TTL ""

                KAFKA_GROUP_ID "orders#1"
                KAFKA_CONNECTION_NAME broker
                KAFKA_TOPIC orders

                SHARED_WITH >
                    one
                    two

                FORWARD_QUERY >
                    SELECT a,
                      b

                BACKFILL skip

                """)
    }

    @Test func `A pipe has grants before its nodes, and each node its directives in one order`() throws {
        let text = """
            SCOPE "first"
            SQL >
              % SELECT {{Int8(x)}}

                AS a
            TOKEN "two words" READ
            NODE last
            MODE append
            TYPE copy
            TARGET_DATASOURCE d
            TAGS a
            DESCRIPTION the end
            SQL >
                SELECT 1
            """
        #expect(
            try Self.format(text, as: "top.pipe") == """
                TOKEN "two words" READ

                TAGS "a"

                NODE first
                SQL >
                    %
                    SELECT {{Int8(x)}}
                      AS a

                NODE last
                DESCRIPTION >
                    the end

                SQL >
                    SELECT 1

                TYPE COPY
                TARGET_DATASOURCE d
                COPY_MODE append

                """)
    }

    @Test func `A connection has the settings of its type in one order; expressions stay to the letter`() throws {
        let text = """
            KAFKA_SECRET "{{ tb_secret("s",  'a  b') }}"
            KAFKA_SSL_CA_PEM >
              -----BEGIN-----
              MII
            KAFKA_KEY key
            TYPE Kafka
            KAFKA_BOOTSTRAP_SERVERS a:1,b:2
            """
        #expect(
            try Self.format(text, as: "broker.connection") == """
                TYPE kafka
                KAFKA_BOOTSTRAP_SERVERS a:1,b:2
                KAFKA_KEY key
                KAFKA_SECRET "{{ tb_secret("s",  'a  b') }}"
                KAFKA_SSL_CA_PEM >
                    -----BEGIN-----
                    MII

                """)
    }

    @Test func `Comments stay with what they precede, or at the ends of the file`() throws {
        let text = """
            # about the file

            # who may write
            TOKEN writer APPEND # for now
            # what comes
            SCHEMA > # as agreed
                -- the key
                id UInt64, -- from the shop
                # the time
                ts DateTime -- of the order
                    DEFAULT now() -- ours
                # no more
            # how it is kept
            ENGINE MergeTree
            DESCRIPTION >
                one
            \t# two
            # the end
            """
        #expect(
            try Self.format(text, as: "orders.datasource") == """
                # about the file

                DESCRIPTION >
                    one
                    # two

                # who may write
                TOKEN "writer" APPEND # for now

                # what comes
                SCHEMA > # as agreed
                    -- the key
                    `id` UInt64, -- from the shop
                    # the time
                    `ts` DateTime DEFAULT now() -- of the order -- ours
                    # no more

                # how it is kept
                ENGINE MergeTree

                # the end

                """)
    }

    @Test(
        "Queries keep their words and their indentation against each other",
        arguments: [
            ("SELECT a\n  FROM t", "    SELECT a\n      FROM t"), ("\tSELECT a  \n\n\t\tFROM t", "    SELECT a\n    \tFROM t"),
            ("%\n        SELECT 1", "    %\n    SELECT 1"), ("% # kept\n  SELECT 1", "    % # kept\n      SELECT 1"),
            ("    # above\n    SELECT 1\n   # below\n  # behind", "    # above\n    SELECT 1\n    # below\n    # behind"),
        ])
    func queries(block: String, formatted: String) throws {
        #expect(try Self.format("NODE n\nSQL >\n\(block)\n", as: "top.pipe") == "NODE n\nSQL >\n\(formatted)\n")
    }

    @Test(
        "Values have quotes only where they need them",
        arguments: [
            ("ENGINE_SORTING_KEY \"id\"", "ENGINE_SORTING_KEY id"), ("ENGINE_SORTING_KEY >\n    id,v", "ENGINE_SORTING_KEY id, v"),
            ("ENGINE_SORTING_KEY >\n  id,\n  v", "ENGINE_SORTING_KEY >\n    id,\n    v"),
            ("ENGINE_SETTINGS \"a='b,c',d=1\"", "ENGINE_SETTINGS a='b,c', d=1"), ("PG_TABLE \"a  b\"", "PG_TABLE \"a  b\""),
            ("PG_TABLE \"a#b\" # c", "PG_TABLE \"a#b\" # c"), ("PG_TABLE \">\"", "PG_TABLE \">\""),
            ("PG_TABLE 'a\"  b'", "PG_TABLE 'a\"  b'"),
            ("PG_TABLE a#b", "PG_TABLE a #b"), ("TOKEN 'a\"b' READ", "TOKEN 'a\"b' READ"), ("TAGS \"a\", \"b\"", "TAGS \"a\", \"b\""),
            ("TAGS >\n  a,\n  b", "TAGS \"a, b\""), ("SHARED_WITH \"my ws\"", "SHARED_WITH >\n    my ws"),
            ("DESCRIPTION \"so\"", "DESCRIPTION >\n    \"so\""), ("DESCRIPTION", "DESCRIPTION >"),
        ])
    func values(directive: String, formatted: String) throws {
        let others = "ENGINE MergeTree\nPG_CONNECTION_NAME c\nPG_TABLE t\n"
        let text = try Self.format("SCHEMA >\n    id Int8, v Int8\n\(others)\(directive)\n", as: "orders.datasource")
        #expect(("\n" + text).contains("\n\(formatted)\n"))
    }

    @Test(
        "Columns are written on one line each",
        arguments: [
            ("a  Int8 CODEC( ZSTD(1) )", "`a` Int8 CODEC( ZSTD(1) )"), ("a Tuple(\n  Int8,\n  Int8\n )", "`a` Tuple(Int8, Int8)"),
            ("a VARCHAR DEFAULT 'x  --  y'", "`a` VARCHAR DEFAULT 'x  --  y'"), ("a Int8 MATERIALIZED 1", "`a` Int8 MATERIALIZED 1"),
            ("a String DEFAULT 'b\n      c'", "`a` String DEFAULT 'b\n      c'"), ("a Int8 DEFAULT `b", "a Int8 DEFAULT `b"),
        ])
    func columns(column: String, formatted: String) throws {
        #expect(try Self.format("SCHEMA >\n  \(column)\n", as: "orders.datasource") == "SCHEMA >\n    \(formatted)\n")
    }

    @Test func `No directive moves across one that includes a file`() throws {
        let text = """
            TOKEN t READ
            INCLUDE "a.incl" "K=v" # why
            INCLUDE b.incl
            DESCRIPTION x
            NODE n
            SQL >
              SELECT 1
            TOKEN u READ
            """
        #expect(
            try Self.format(text, as: "top.pipe") == """
                TOKEN "t" READ

                INCLUDE "a.incl" "K=v" # why
                INCLUDE b.incl

                DESCRIPTION >
                    x

                NODE n
                SQL >
                    SELECT 1

                TOKEN "u" READ

                """)
    }

    @Test(
        "An included file is formatted as a part of the datafiles it fits",
        arguments: [
            ("NODE a\nSQL >\n  SELECT 1\n", "NODE a\nSQL >\n    SELECT 1\n"),
            ("DESCRIPTION >\n  a\nNODE b\nSQL >\n  SELECT 1\n", "DESCRIPTION >\n    a\n\nNODE b\nSQL >\n    SELECT 1\n"),
            ("SCHEMA >\n  a Int8\n", "SCHEMA >\n    `a` Int8\n"), ("KAFKA_KEY \"k\"\nTYPE Kafka\n", "TYPE kafka\nKAFKA_KEY k\n"),
            ("# nothing yet\n", "# nothing yet\n"),
        ])
    func includedFiles(text: String, formatted: String) throws {
        #expect(try Self.format(text, as: "part.incl") == formatted)
    }

    @Test(
        "A file with mistakes is refused",
        arguments: [
            ("a.datasource", "ENGINE Foo\nFOO x\n", ["1:1 SCHEMA is mandatory", "1:1 Engine Foo", "2:1 FOO is not"]),
            ("a.datasource", "INCLUDE x.incl\nSCHEMA >\n  a Foo\n", ["3:5 Unknown data type family: Foo"]),
            ("a.pipe", "NODE a\n", ["1:1 error parsing node \"a\""]), ("a.connection", "TYPE foo\n", ["1:1 foo is not an allowed value"]),
            ("a.datasource", "SCHEMA >\n  a Int8\nDESCRIPTION >\n  b {# c\n  #}\n", ["4:5 A comment in {# #} has no place"]),
            ("a.incl", "WHERE x\n", ["1:1 WHERE is not a valid option"]), ("a.txt", "", ["1:1 This is no datafile"]),
        ])
    func mistakes(name: String, text: String, messages: [String]) throws {
        let error = try #require(throws: InvalidFile.self) { try Self.format(text, as: name) }
        let found = error.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.message)" }
        #expect(found.count == messages.count)
        #expect(messages.allSatisfy { message in found.contains { $0.hasPrefix(message) } }, "\(found)")
    }

    @Test(
        "A file that is too long, before or after, is refused",
        arguments: [DatafileLimits.fileByteCount + 1, DatafileLimits.fileByteCount - 1])
    func tooLong(byteCount: Int) throws {
        let text = "TAGS " + String(repeating: "x", count: byteCount - 5)
        let error = try #require(throws: InvalidFile.self) { try Self.format(text, as: "a.incl") }
        #expect(error.diagnostics.map(\.message) == ["A datafile has at most 1048576 bytes"])
    }
}
