// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct DataSourceTests {
    @Test func `Tokens are granted reading and appending`() {
        let file = ParsedFile.withSchema("TOKEN \"shop writer\" append\nTOKEN dashboard READ")
        #expect(file.dataSource?.tokens.map { "\($0.name) \($0.permission.rawValue)" } == ["shop writer APPEND", "dashboard READ"])
    }

    @Test(
        "Wrong grants are refused",
        arguments: [
            ("TOKEN", "4:1 TOKEN takes two params: token name and permission e.g TOKEN \"read api token\" READ"),
            ("TOKEN foo", "4:1 TOKEN takes two params: token name and permission e.g TOKEN \"read api token\" READ"),
            ("TOKEN a b c", "4:9 Invalid number of arguments for TOKEN command: 3. Expected 2 arguments: token name and permission"),
            ("TOKEN t WRITE", "4:9 Invalid permission: WRITE. Only READ and APPEND are supported"),
        ])
    func wrongGrants(directive: String, error: String) {
        #expect(ParsedFile.withSchema(directive).errors == [error])
    }

    @Test func `Tags and workspaces add up`() {
        let file = ParsedFile.withSchema("TAGS \"a, b=c\"\nTAGS d\nSHARED_WITH x, y\nSHARED_WITH >\n    z\n    u,v")
        #expect(file.dataSource?.tags == ["a", "d"])
        #expect(file.dataSource?.operationalTags == "b=c")
        #expect(file.dataSource?.sharedWith == ["x", "y", "z", "u", "v"])
    }

    @Test func `Sharing with nobody is refused`() {
        #expect(ParsedFile.withSchema("SHARED_WITH").errors == ["4:1 SHARED_WITH requires at least one workspace name"])
    }

    @Test func `A forward query keeps its place`() {
        let query = ParsedFile.withSchema("FORWARD_QUERY >\n    SELECT\n      id").dataSource?.forwardQuery
        #expect(query?.text == "SELECT\n  id")
        #expect(query?.location(line: 2, column: 3).description == "datasources/events.datasource:6:7")
        #expect(query?.location(utf8Offset: 9).description == "datasources/events.datasource:6:7")
    }

    @Test func `History is left out only on demand`() {
        #expect(ParsedFile.withSchema("TAGS a").dataSource?.isBackfilled == true)
        #expect(ParsedFile.withSchema("BACKFILL SKIP").dataSource?.isBackfilled == false)
        #expect(ParsedFile.withSchema("BACKFILL no").errors == ["4:1 no is not an allowed value for BACKFILL. Use one of: {'skip'}"])
    }

    @Test(
        "Settings of a connector come together",
        arguments: [
            (
                "KAFKA_CONNECTION_NAME c",
                ["4:1 Some Kafka params have been provided, but the following required ones are missing: ['kafka_group_id', 'kafka_topic']"]
            ),
            ("KAFKA_CONNECTION_NAME c\nKAFKA_TOPIC t\nKAFKA_GROUP_ID ''", ["6:1 KAFKA_GROUP_ID cannot be empty"]),
            (
                "IMPORT_FORMAT CSV",
                [
                    "4:1 Some connection params have been provided, but the following required ones are missing: ['import_bucket_uri', 'import_connection_name', 'import_schedule']"
                ]
            ),
            (
                "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*.csv\nIMPORT_SCHEDULE 0 * * * *",
                ["6:1 Invalid import schedule '0 * * * *'. Only ['@auto', '@on-demand', '@once'] values are allowed"]
            ),
            (
                "IMPORT_TABLE_ARN a",
                [
                    "4:1 Some DynamoDB params have been provided, but the following required ones are missing: ['import_connection_name', 'import_export_bucket']"
                ]
            ),
            (
                "PG_TABLE t",
                ["4:1 Some Postgres params have been provided, but the following required ones are missing: ['pg_connection_name']"]
            ),
        ])
    func connectors(directives: String, errors: [String]) {
        #expect(ParsedFile.withSchema(directives).errors == errors)
    }

    @Test func `Unknown values of a connector are warned about`() {
        let file = ParsedFile.withSchema(
            "KAFKA_CONNECTION_NAME c\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nKAFKA_STORE_HEADERS maybe\nKAFKA_KEY_FORMAT xml")
        #expect(file.errors == [])
        #expect(
            file.warnings.filter { $0.contains("value") } == [
                "7:1 maybe is no known value for KAFKA_STORE_HEADERS", "8:1 xml is no known value for KAFKA_KEY_FORMAT",
            ])
    }

    @Test func `Comments end settings, dashes do not`() {
        let file = ParsedFile.withSchema("KAFKA_CONNECTION_NAME c # x\nKAFKA_TOPIC 't'\nKAFKA_GROUP_ID g -- note\nKAFKA_STORE_HEADERS yes")
        #expect(file.dataSource?.settings["KAFKA_CONNECTION_NAME"] == "c")
        #expect(file.dataSource?.settings["KAFKA_TOPIC"] == "t")
        #expect(file.dataSource?.settings["KAFKA_GROUP_ID"] == "g -- note")
    }

    @Test func `Kafka adds the columns the schema lacks`() {
        let file = ParsedFile.withSchema(
            "KAFKA_CONNECTION_NAME c\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nKAFKA_STORE_HEADERS true\nENGINE_SORTING_KEY __offset",
            columns: "`id` UInt64, `__offset` UInt64")
        #expect(
            file.columns == [
                "`id` UInt64", "`__offset` UInt64", "`__topic` LowCardinality(String)", "`__partition` Int16", "`__timestamp` DateTime",
                "`__key` String", "`__value` String", "`__headers` Map(String, String)",
            ])
        #expect(file.errors == [])
    }

    @Test func `A grant to create is of Classic`() {
        let file = ParsedFile.withSchema("TOKEN t APPEND\nTOKEN t CREATE")
        #expect(file.errors == [])
        #expect(file.warnings == ["5:9 CREATE is of Classic and grants nothing here"])
        #expect(file.dataSource?.tokens.count == 1)
    }

    @Test func `Imports add the columns they fill`() {
        let warehouse = ParsedFile.withSchema("IMPORT_QUERY select 1\nENGINE_SORTING_KEY insertion_date")
        #expect(warehouse.errors == [])
        #expect(warehouse.columns.last == "`insertion_date` DateTime DEFAULT now()")
        let table = ParsedFile.withSchema(
            "IMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b\nENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\n"
                + "ENGINE_VER _timestamp\nENGINE_IS_DELETED _is_deleted")
        #expect(table.errors == [])
        #expect(table.columns.suffix(2) == ["`_timestamp` DateTime64(3)", "`_is_deleted` UInt8"])
    }

    @Test(
        "What only Classic knows is accepted with a warning",
        arguments: [
            ("VERSION 3", "VERSION has been deprecated and will be ignored."),
            ("IMPORT_STRATEGY replace", "IMPORT_STRATEGY has been deprecated: imported rows are appended"),
            ("SOURCE x", "SOURCE has been deprecated and will be ignored."),
            ("SORTING_KEY id", "SORTING_KEY has no effect: write ENGINE_SORTING_KEY"),
            ("INDICES >\n    i id TYPE minmax", "INDICES is an old name: write INDEXES"),
            ("KAFKA_BOOTSTRAP_SERVERS h:1", "KAFKA_BOOTSTRAP_SERVERS belongs into a .connection file"),
            ("KAFKA_TARGET_PARTITIONS auto", "KAFKA_TARGET_PARTITIONS has been deprecated and will be ignored."),
        ])
    func classic(directive: String, warning: String) {
        let file = ParsedFile.withSchema(directive)
        #expect(file.errors == [])
        #expect(file.warnings == ["4:1 \(warning)"])
    }

    @Test func `A line of a block may begin with a word of Classic`() {
        let file = ParsedFile.dataSource("MAINTAINER me\nFROM x\nDATASOURCE events\nSCHEMA >\nid Int8,\nmaintainer String,\nfrom String\n")
        #expect(file.columns == ["`id` Int8", "`maintainer` String", "`from` String"])
        #expect(file.warnings.count == 3)
        #expect(ParsedFile.dataSource("FROM x y\nSCHEMA >\n    a Int8\n").errors == ["1:1 FROM takes one word or a block"])
    }

    @Test func `A materialized column of Classic has its value in every row`() {
        let file = ParsedFile.schema("a Int8, b Int8 `json:$.b` MATERIALIZED a + 1")
        #expect(file.columns == ["`a` Int8", "`b` Int8 DEFAULT a + 1"])
        #expect(file.dataSource?.columns.map(\.isMaterialized) == [false, true])
        #expect(file.warnings == ["2:31 MATERIALIZED columns are of Classic: every row gets the value of the expression"])
        #expect(file.hints == ["Write DEFAULT if events may bring a value; its path is ignored"])
    }

    @Test func `Imports from warehouses of Classic ask for nothing more`() {
        let file = ParsedFile.withSchema("IMPORT_EXTERNAL_DATASOURCE x.y\nIMPORT_SCHEDULE 0 7 * * *\nIMPORT_QUERY >\n    SELECT 1")
        #expect(file.errors == [])
    }
}
