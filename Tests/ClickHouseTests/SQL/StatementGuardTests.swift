// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import MartletCore
import Testing

@Suite("Statement guard")
struct StatementGuardTests {
    @Test(
        "lets queries pass",
        arguments: [
            "SELECT count() FROM events WHERE d > now() - INTERVAL 1 DAY FORMAT JSON",
            "WITH q AS (SELECT * FROM events) SELECT * FROM q JOIN users USING id SETTINGS join_use_nulls = 1, max_threads = 2",
            "SELECT * FROM numbers(10) UNION ALL SELECT number FROM generate_series(1, 3) AS s(number)",
            "SELECT * FROM tinybird.pipe_stats_rt, organization.workspaces, system.one",
            "SELECT current_date(), currentQueryID(), getSubcolumn(t, 'a'), version(), hex(file), region, user FROM t",
            "SELECT fileName, sleepTime, dictionary, getUser.name, hostname FROM t WHERE current = 1",
        ])
    func passes(query: String) throws {
        try StatementGuard().check(analyzeQuery(query))
    }

    @Test(
        "refuses statements that are no query",
        arguments: [
            ("INSERT INTO t SELECT * FROM u", QueryRefusal.Reason.notASelect(firstWord: "INSERT")),
            ("DROP TABLE t", .notASelect(firstWord: "DROP")), ("ALTER TABLE t DELETE WHERE 1", .notASelect(firstWord: "ALTER")),
            ("CREATE TABLE t (a Int8) ENGINE = Memory", .notASelect(firstWord: "CREATE")),
            ("SYSTEM SHUTDOWN", .notASelect(firstWord: "SYSTEM")),
            ("SET readonly = 0", .notASelect(firstWord: "SET")), ("USE system", .notASelect(firstWord: "USE")),
            ("KILL QUERY WHERE 1", .notASelect(firstWord: "KILL")), ("SHOW CREATE TABLE t", .notASelect(firstWord: "SHOW")),
            ("VALUES (1)", .notASelect(firstWord: "VALUES")), ("BACKUP TABLE t TO File('x')", .notASelect(firstWord: "BACKUP")),
            ("SELECT 1; SELECT 2", .severalStatements), ("SELECT 1;\n-- harmless\nDROP TABLE t", .severalStatements),
            ("SELECT * FROM t WHERE a = ''; DROP TABLE t --'", .severalStatements),
            ("EXPLAIN SELECT 1", .explain), ("DESCRIBE t", .describe), ("DESC (SELECT 1)", .describe),
            ("SELECT 1 INTO OUTFILE '/etc/x'", .intoOutfile), ("SELECT 1 INTO OUTFILE 'x' APPEND FORMAT CSV", .intoOutfile),
            ("SELECT 1 SETTINGS max_memory_usage = 0", .setting("max_memory_usage")),
            ("SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)", .setting("max_execution_time")),
            ("SELECT 1 FORMAT JSON SETTINGS log_queries = 0", .setting("log_queries")),
            ("SELECT 1 SETTINGS `dialect` = 'prql'", .setting("dialect")),
            ("SELECT 1 SETTINGS max_threads = 1, enable_global_with_statement = 0", .setting("enable_global_with_statement")),
        ])
    func statements(query: String, reason: QueryRefusal.Reason) {
        Self.expectRefusal(of: query, reason)
    }

    @Test(
        "refuses functions that reach beyond the query",
        arguments: [
            ("SELECT file('/etc/passwd')", QueryRefusal.Reason.function("file")), ("SELECT `file`('x')", .function("file")),
            ("SELECT FILE('x')", .function("FILE")), ("SELECT * APPLY(file) FROM (SELECT 'x')", .function("file")),
            ("SELECT * APPLY file FROM t", .function("file")), ("SELECT arrayMap(file, ['x'])", .function("file")),
            ("SELECT arrayMap((file), ['x'])", .function("file")), ("SELECT arrayMap(\"file\" AS g, ['x'])", .function("file")),
            ("WITH x -> file(x) AS f SELECT f('y')", .function("file")),
            ("SELECT arrayMap(x -> getMacro(x), ['y'])", .function("getMacro")),
            ("SELECT dictGet('d', 'a', 1)", .function("dictGet")),
            ("SELECT dictGetUInt64OrDefault('d', 'a', 1, 2)", .function("dictGetUInt64OrDefault")),
            ("SELECT dictHas('d', 1)", .function("dictHas")), ("SELECT dictIsIn('d', 1, 2)", .function("dictIsIn")),
            ("SELECT joinGet('j', 'a', 1)", .function("joinGet")), ("SELECT joinGetOrNull('j', 'a', 1)", .function("joinGetOrNull")),
            ("SELECT hasColumnInTable('d', 't', 'c')", .function("hasColumnInTable")), ("SELECT sleep(3)", .function("sleep")),
            ("SELECT 1 WHERE sleepEachRow(1) = 0", .function("sleepEachRow")), ("SELECT getSetting('x')", .function("getSetting")),
            ("SELECT getServerPort('tcp_port')", .function("getServerPort")),
            ("SELECT getClientHTTPHeader('Authorization')", .function("getClientHTTPHeader")),
            ("SELECT hostName(), 1", .function("hostName")), ("SELECT currentUser()", .function("currentUser")),
            ("SELECT CURRENT_USER", .function("CURRENT_USER")),
            ("SELECT currentDatabase()", .function("currentDatabase")), ("SELECT filesystemAvailable()", .function("filesystemAvailable")),
            ("SELECT addressToLine(1)", .function("addressToLine")), ("SELECT demangle('x')", .function("demangle")),
            ("SELECT shardNum() FROM t", .function("shardNum")), ("SELECT aiGenerate('x')", .function("aiGenerate")),
            ("SELECT catboostEvaluate('m', 1)", .function("catboostEvaluate")), ("SELECT __getScalar('x')", .function("__getScalar")),
            ("SELECT regionToName(1)", .function("regionToName")), ("SELECT generateSerialID('x')", .function("generateSerialID")),
            ("SELECT a FROM t ORDER BY (SELECT any(file('x')))", .function("file")),
            ("SELECT sum(a) FILTER (WHERE file('x') = '') FROM t", .function("file")),
            ("SELECT * FROM numbers(length(file('x')))", .function("file")),
        ])
    func functions(query: String, reason: QueryRefusal.Reason) {
        Self.expectRefusal(of: query, reason)
    }

    @Test(
        "refuses tables that are not the user's",
        arguments: [
            ("SELECT * FROM file('/etc/passwd', 'RawBLOB')", QueryRefusal.Reason.tableFunction("file")),
            ("SELECT * FROM `file`('x')", .tableFunction("file")), ("SELECT * FROM url('http://x', 'CSV')", .tableFunction("url")),
            ("SELECT * FROM s3('x')", .tableFunction("s3")), ("SELECT * FROM remote('h', 'd', 't')", .tableFunction("remote")),
            ("SELECT * FROM cluster('c', d.t)", .tableFunction("cluster")),
            ("SELECT * FROM postgresql('h', 'd', 't', 'u', 'p')", .tableFunction("postgresql")),
            ("SELECT * FROM merge('d', '.*')", .tableFunction("merge")),
            ("SELECT * FROM merge(REGEXP('.*'), '.*')", .tableFunction("merge")),
            ("SELECT * FROM executable('x', 'TSV', 'a Int8')", .tableFunction("executable")),
            ("SELECT * FROM dictionary('d')", .tableFunction("dictionary")),
            ("SELECT * FROM loop(t)", .tableFunction("loop")), ("SELECT * FROM eval('DROP TABLE t')", .tableFunction("eval")),
            ("SELECT * FROM mergeTreeIndex(d, t)", .tableFunction("mergeTreeIndex")),
            ("SELECT * FROM input('a Int8')", .tableFunction("input")),
            ("SELECT * FROM format('CSV', '1')", .tableFunction("format")), ("SELECT * FROM pv(x = 1)", .tableFunction("pv")),
            ("SELECT * FROM t WHERE a IN (SELECT * FROM url('http://x'))", .tableFunction("url")),
            ("SELECT * FROM view(SELECT * FROM file('x'))", .tableFunction("file")),
            ("SELECT * FROM numbers((SELECT * FROM file('x')))", .tableFunction("file")),
            ("SELECT * FROM system.query_log", .table("system.query_log")), ("SELECT * FROM `system`.`tables`", .table("system.tables")),
            ("SELECT 1 IN system.users", .table("system.users")), ("SELECT in(1, system.users)", .table("system.users")),
            ("SELECT * FROM information_schema.tables", .database("information_schema")), ("SELECT * FROM default.t", .database("default")),
            ("SELECT * FROM SYSTEM.one", .database("SYSTEM")), ("SELECT * FROM t JOIN other.t USING id", .database("other")),
            ("SELECT (SELECT count() FROM other.t)", .database("other")),
            ("SELECT a FROM t LIMIT (SELECT 1 FROM other.t)", .database("other")),
            ("SELECT * EXCEPT (SELECT a FROM other.t)", .database("other")), ("SELECT a IN (+other.t) FROM t", .database("other")),
            ("WITH one AS (SELECT 1) SELECT * FROM other.one", .database("other")),
            ("SELECT 1 /* /* */ FROM x */ FROM other.t", .database("other")), ("SELECT 'a\\\\' FROM other.t -- '", .database("other")),
            ("SELECT \u{2018}'\u{2019} FROM other.t", .database("other")),
            ("SELECT 1 -- \r FROM t\n FROM other.t", .database("other")),
        ])
    func tables(query: String, reason: QueryRefusal.Reason) {
        Self.expectRefusal(of: query, reason)
    }

    @Test(
        "what hides a table is not even read",
        arguments: [
            "SELECT * FROM '/etc/passwd'", "SELECT * FROM {t:Identifier}", "SELECT 1 IN {t:Identifier}", "SELECT * FROM a.b.c",
            "WITH secret AS v SELECT 1 IN v", "SELECT secret AS v, a IN v FROM t", "WITH secret AS v, v AS w SELECT 1 IN w",
            "SELECT a IN (secret AS v), a IN v FROM t", "SELECT CAST(secret AS v, 'String'), 1 IN v FROM t",
            "WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a",
            "WITH a AS (SELECT 1 IN b), b AS (SELECT 1) SELECT * FROM a",
            "WITH t AS MATERIALIZED ENGINE = File(CSV, 'x') (SELECT 1) SELECT * FROM t",
            "SELECT * FROM (t)", "SELECT * FROM (VALUES (1))", "SELECT * FROM (EXPLAIN SELECT 1)",
            "SELECT * FROM viewIfPermitted(SELECT 1 ELSE null('a Int8'))", "SELECT * FROM t STREAM", "SELECT * FROM t UUID 'x'",
            "FROM t |> WHERE 1", "SELECT @@version", "SELECT 1 PARALLEL WITH SELECT 2", "SELECT 1\\G", "SELECT `a\\`b`() FROM t",
            "SELECT \"\\x66ile\"('x')", "SELECT * FROM \"s\\x31\"", "SELECT default.file('x')", "SELECT * FROM d.pv (x)",
            "SELECT * APPLY(in) FROM t",
            "SELECT 1 \0 FROM t", "SELECT $a b$ FROM t $a b$", "SELECT 1 FORMAT JSON FORMAT CSV", "SELECT 1 FROM t SELECT 2",
        ])
    func hiddenTables(query: String) {
        #expect(throws: SQLSyntaxError.self) { try analyzeQuery(query) }
    }

    @Test("a policy opens what it names and nothing else")
    func policy() throws {
        var policy = QueryPolicy()
        policy.allowsExplain = true
        policy.allowsDescribe = true
        policy.tables = .only(["t_1"])
        policy.databases = ["d": .only(["u_1"])]
        let guarding = StatementGuard(policy)
        try guarding.check(analyzeQuery("EXPLAIN SELECT * FROM t_1, d.u_1"))
        try guarding.check(analyzeQuery("DESCRIBE (SELECT * FROM t_1)"))
        #expect(throws: QueryRefusal(reason: .table("t_2"))) { try guarding.check(analyzeQuery("SELECT * FROM t_2")) }
        #expect(throws: QueryRefusal(reason: .table("d.t_1"))) { try guarding.check(analyzeQuery("SELECT * FROM d.t_1")) }
        #expect(throws: QueryRefusal(reason: .database("system"))) { try guarding.check(analyzeQuery("SELECT * FROM system.one")) }
    }

    @Test("says what is wrong")
    func messages() {
        #expect(QueryRefusal(reason: .notASelect(firstWord: "drop")).message == "only SELECT and WITH statements are allowed, not DROP")
        #expect(QueryRefusal(reason: .notASelect(firstWord: "drop")).code == .invalidRequest)
        #expect(QueryRefusal(reason: .function("file")).message == "the function `file` is not allowed")
        #expect(QueryRefusal(reason: .function("file")).code == .forbidden)
    }

    private static func expectRefusal(of query: String, _ reason: QueryRefusal.Reason) {
        #expect(throws: QueryRefusal(reason: reason)) { try StatementGuard().check(analyzeQuery(query)) }
    }
}
