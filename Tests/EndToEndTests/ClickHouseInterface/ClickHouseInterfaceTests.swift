// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The listener for ClickHouse clients, by the bytes that it sends and by clients that others have written.
@Suite struct ClickHouseInterfaceTests {
    @Test func `queries, names and metadata are ClickHouse's, and rights are the token's`() async throws {
        try await ClickHouseScene.run { scene in
            try await self.protocolHolds(scene)
            try await self.namesResolve(scene)
            try await self.metadataIsOurs(scene)
            try await self.nothingElseIsReached(scene)
            try await self.clientsWork(scene)
        }
    }

    private func protocolHolds(_ scene: ClickHouseScene) async throws {
        #expect(try await scene.request("/ping").body == "Ok.\n")
        #expect(try await scene.request("/replicas_status").body == "Ok.\n")
        let answer = try await scene.request(
            "/?query=SELECT%20org,n&query_id=mine", token: scene.admin, body: "FROM events ORDER BY n LIMIT 1")
        #expect(answer.status == 200 && answer.body == "acme\t1\n")
        #expect(answer.headers["x-clickhouse-query-id"] == "mine")
        #expect(answer.headers["x-clickhouse-format"] == "TabSeparated")
        #expect(answer.headers["x-clickhouse-timezone"]?.contains("UTC") == true)
        #expect(answer.headers["x-clickhouse-summary"]?.hasPrefix(#"{"read_rows":""#) == true)

        let refused = try await scene.request("/", token: scene.admin, body: "SELECT * FROM nothing")
        #expect(refused.status == 404 && refused.headers["x-clickhouse-exception-code"] == "60")
        #expect(refused.body == "Code: 60. DB::Exception: Unknown table 'nothing'. (UNKNOWN_TABLE)\n")
        #expect(try await scene.request("/?query=SELECT%201").status == 401)
        let stranger = try await scene.request("/?query=SELECT%201", token: "p.nobody")
        #expect(stranger.status == 403 && stranger.headers["x-clickhouse-exception-code"] == "516")
        let basic = Data("any:\(scene.admin)".utf8).base64EncodedString()
        #expect(try await scene.request("/?query=SELECT%201", headers: ["Authorization": "Basic \(basic)"]).body == "1\n")
        #expect(try await scene.request("/?query=SELECT%201&user=any&password=\(scene.admin)").body == "1\n")
    }

    private func namesResolve(_ scene: ClickHouseScene) async throws {
        #expect(try await scene.ask("SELECT sum(n) FROM events") == "6\n")
        #expect(try await scene.ask("SELECT sum(default.events.n) FROM default.events") == "6\n")
        #expect(try await scene.ask("SELECT max(\(scene.workspace).events.n) FROM \(scene.workspace).events AS e") == "3\n")
        #expect(try await scene.ask("SELECT count() FROM events_quarantine") == "0\n")
        #expect(try await scene.ask("SELECT total FROM total") == "6\n")
        #expect(try await scene.ask("SELECT total FROM total", "param_from_n=3") == "3\n")
        #expect(try await scene.ask("SELECT n FROM {t:Identifier} WHERE n = {n:UInt8}", "param_t=events&param_n=2") == "2\n")
        #expect(try await scene.ask("SELECT {n:UInt8}").contains("(UNKNOWN_QUERY_PARAMETER)"))
        #expect(
            try await scene.ask("SELECT currentUser() AS u, currentDatabase(), database() = 'default'", "database=default")
                == "tests\tdefault\t1\n")
    }

    private func metadataIsOurs(_ scene: ClickHouseScene) async throws {
        #expect(
            try await scene.ask("SHOW DATABASES") == "\(scene.workspace)\nsystem\nINFORMATION_SCHEMA\ninformation_schema\n")
        #expect(try await scene.ask("SHOW TABLES") == "events\nevents_quarantine\nsecrets\nsecrets_quarantine\ntotal\n")
        #expect(try await scene.ask("SHOW TABLES", token: scene.reader) == "events\nevents_quarantine\ntotal\n")
        #expect(try await scene.ask("SHOW TABLES FROM default LIKE 's%' LIMIT 1 FORMAT JSONCompactEachRow;") == "[\"secrets\"]\n")
        #expect(try await scene.ask("DESCRIBE TABLE total FORMAT JSONCompactColumns").hasPrefix("[\n\t[\"total\"],\n\t[\"UInt64\"]"))
        #expect(try await scene.ask("DESC (SELECT n AS x FROM events)") == "x\tUInt64\t\t\t\t\t\n")
        #expect(try await scene.ask("EXISTS TABLE events") == "1\n")
        #expect(try await scene.ask("EXISTS secrets", token: scene.reader) == "0\n")
        #expect(
            try await scene.ask("SHOW CREATE TABLE events FORMAT TSVRaw").hasPrefix("CREATE TABLE \(scene.workspace).events (`n` UInt64"))
        let columns = "SELECT table, name, type FROM system.columns WHERE position = 1 AND table NOT LIKE '%_quarantine'"
        #expect(try await scene.ask(columns) == "events\tn\tUInt64\nsecrets\tx\tString\ntotal\ttotal\tUInt64\n")
        #expect(try await scene.ask(columns, token: scene.reader) == "events\tn\tUInt64\ntotal\ttotal\tUInt64\n")
        #expect(
            try await scene.ask("SELECT table_name, table_type FROM information_schema.tables WHERE table_name LIKE 't%'")
                == "total\tVIEW\n")
        #expect(
            try await scene.ask(
                """
                SELECT t.name, t.comment, d.engine FROM system.tables t JOIN system.databases d
                ON system.tables.database = system.databases.name WHERE t.database LIKE 'default' AND t.name = 'events'
                """, "database=default") == "events\tWhat happened\tAtomic\n")
        for table in ["dictionaries", "parts", "processes", "users", "clusters"] {
            #expect(try await scene.ask("SELECT count() FROM system.\(table)") == "0\n", "\(table)")
        }
        #expect(try await scene.ask("SELECT value='1' FROM system.settings WHERE name='cloud_mode'").isEmpty)
        #expect(try await scene.ask("SELECT count() > 1000 FROM system.functions") == "1\n")
        #expect(try await scene.ask("USE default").isEmpty)
    }

    private func nothingElseIsReached(_ scene: ClickHouseScene) async throws {
        let table = try await scene.server.table(of: "secrets")
        let database = String(table.prefix { $0 != "." })
        let refusals = [
            ("SELECT * FROM secrets", "(ACCESS_DENIED)"),
            ("SELECT * FROM \(scene.workspace).secrets", "(ACCESS_DENIED)"),
            ("SELECT * FROM {t:Identifier}", "(ACCESS_DENIED)"),
            ("SELECT 1 IN {t:Identifier}", "(ACCESS_DENIED)"),
            ("DESCRIBE TABLE secrets", "(ACCESS_DENIED)"),
            ("DESC (SELECT * FROM secrets)", "(ACCESS_DENIED)"),
            ("SELECT * FROM \(table)", "(UNKNOWN_DATABASE)"),
            ("DESCRIBE TABLE \(table)", "(UNKNOWN_DATABASE)"),
            ("SELECT * FROM \(table.dropFirst(database.count + 1))", "(UNKNOWN_TABLE)"),
            ("SELECT * FROM system.query_thread_log", "(UNKNOWN_TABLE)"),
            ("DESCRIBE TABLE file('/etc/passwd', 'LineAsString')", "(ACCESS_DENIED)"),
            ("SELECT * FROM file('/etc/passwd', 'LineAsString')", "(ACCESS_DENIED)"),
            ("SELECT * FROM url('http://127.0.0.1/', 'LineAsString')", "(ACCESS_DENIED)"),
            ("SELECT * FROM remote('127.0.0.1', 'system.one')", "(ACCESS_DENIED)"),
            ("SELECT * FROM merge('.*', '.*')", "(ACCESS_DENIED)"),
            ("SELECT getSetting('max_threads')", "(ACCESS_DENIED)"),
            ("SELECT 1 INTO OUTFILE '/tmp/x'", "(INTO_OUTFILE_NOT_ALLOWED)"),
            ("SELECT 1 SETTINGS max_execution_time = 1000", "(SETTING_CONSTRAINT_VIOLATION)"),
            ("SELECT 1; SELECT 2", "(SYNTAX_ERROR)"),
            ("SHOW TABLES FROM \(database)", "(UNKNOWN_DATABASE)"),
            ("SHOW TABLES LIKE 'x' UNION ALL SELECT 1", "(SYNTAX_ERROR)"),
            ("SHOW GRANTS", "(SYNTAX_ERROR)"),
            ("INSERT INTO events VALUES (9)", "(READONLY)"),
            ("CREATE TABLE x (n UInt8) ENGINE = Memory", "(READONLY)"),
            ("SYSTEM SHUTDOWN", "(READONLY)"),
            ("SET readonly = 0", "(READONLY)"),
            ("KILL QUERY WHERE 1", "(READONLY)"),
        ]
        for (query, name) in refusals {
            let answer = try await scene.ask(query, "param_t=secrets", token: scene.reader)
            #expect(answer.contains("DB::Exception") && answer.contains(name), "\(query): \(answer)")
            #expect(!answer.contains("root:"))
        }
        let settings = [
            ("readonly=0&max_memory_usage=1&log_comment=x", "1\n"), ("max_execution_time=3&extremes=0", "1\n"),
            ("input_format_schema_inference_cache=1", "(UNKNOWN_SETTING)"), ("max_execution_time=long", "Code: 27."),
            ("additional_table_filters=x", "(UNKNOWN_SETTING)"), ("database=\(database)", "(UNKNOWN_DATABASE)"),
            ("default_format=Template", "(UNKNOWN_FORMAT)"),
        ]
        for (parameters, answer) in settings {
            #expect(try await scene.ask("SELECT 1", parameters, token: scene.reader).contains(answer), "\(parameters)")
        }
        #expect(try await scene.ask("SELECT count() FROM events") == "3\n")
    }

    /// clickhouse-connect, its SQLAlchemy dialect and an older one, and requests as other clients send them.
    private func clientsWork(_ scene: ClickHouseScene) async throws {
        let python = try await Self.output(of: ["/bin/bash", "scripts/peer", "clickhouse"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let output = try await Self.output(
            of: [python, "Conformance/clickhouse_clients.py", String(scene.port), scene.workspace, scene.admin, scene.reader])
        #expect(output == "queries\nerrors\nrights\nsqlalchemy_dialect\nolder_dialect\nplain_requests\nown_compression\n")
    }

    /// What a program of the repository prints, with what it says of errors behind it if it fails.
    private static func output(of command: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = repository
        let output = try ServerFixture.scratchFolder().appending(path: "output")
        defer { try? FileManager.default.removeItem(at: output.deletingLastPathComponent()) }
        try Data().write(to: output)
        let errors = output.appendingPathExtension("errors")
        try Data().write(to: errors)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        try await eventually("\(command.last ?? "") ends", within: .seconds(300)) { !process.isRunning }
        let text = try String(contentsOf: output, encoding: .utf8)
        return process.terminationStatus == 0 ? text : text + (try String(contentsOf: errors, encoding: .utf8))
    }
}
