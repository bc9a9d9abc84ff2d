// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// What the service data sources tell is what was done.
@Suite struct ServiceDataSourceTests {
    private static let files: [DeploymentFile] = [
        .events,
        DeploymentFile(
            path: "above.pipe",
            text:
                "TOKEN reader READ\n\nNODE a\nSQL >\n    %\n    SELECT n FROM events WHERE n >= {{UInt64(least, 0)}} ORDER BY n\nTYPE endpoint\n"
        ),
        DeploymentFile(
            path: "failing.pipe", text: "NODE f\nSQL >\n    %\n    {{custom_error({'error': 'no'}, 418)}} SELECT 1\nTYPE endpoint\n"),
        DeploymentFile(
            path: "watching.pipe",
            text:
                "TOKEN watcher READ\n\nNODE w\nSQL >\n    SELECT count() AS c FROM tinybird.pipe_stats_rt WHERE pipe_name = 'above'\nTYPE endpoint\n"
        ),
    ]

    @Test func `figures are those of what was done`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            try await self.fill(server, token)
            try await self.checkOperations(server, token)
            try await self.checkCalls(server, token)
            try await self.checkErrors(server, token)
            try await self.checkDays(server, token)
            try await self.checkReaders(server, token)
            try await self.checkCommandLines(server, token)
        }
    }

    // MARK: What is done

    private func fill(_ server: ServerFixture, _ token: String) async throws {
        for body in ["{\"n\":1}\n{\"n\":2}", "{\"n\":3}\n{\"n\":\"x\"}"] {
            #expect(try await server.post("/v0/events?name=events&wait=true", token: token, body: body).status == 200)
        }
        #expect(try await server.post("/v0/events?name=events&format=xml", token: token, body: "{}").status == 400)
        let imported = try await server.post("/v1/datasources/events/append?format=csv", token: token, body: "n\n4\n5\n6\n")
        #expect(imported.status == 202, "\(imported.body)")
        let deleted = try await server.post("/v0/datasources/events/delete", token: token, body: "delete_condition=n=6")
        #expect(deleted.status < 300, "\(deleted.body)")
    }

    /// The only line of an answer; the query counts no more than any other about the service.
    private func line(_ sql: String, is expected: String, _ server: ServerFixture, _ token: String) async throws {
        var line = ""
        try? await eventually("\(sql) is \(expected)") {
            line = try await server.line(sql, token: token)
            return line == expected
        }
        #expect(line == expected, "\(sql)")
    }

    private func checkOperations(_ server: ServerFixture, _ token: String) async throws {
        let log = "tinybird.datasources_ops_log WHERE datasource_name = 'events'"
        let events = "SELECT sum(rows), sum(rows_quarantine), sum(written_rows), min(result), min(written_bytes > 0) FROM \(log)"
        try await self.line("\(events) AND event_type = 'append-hfi'", is: "3,1,3,\"ok\",1", server, token)
        try await self.line(
            "SELECT rows, rows_quarantine, result, import_id = job_id, Options.Values[indexOf(Options.Names, 'format')] FROM \(log) "
                + "AND event_type = 'append'", is: "3,0,\"ok\",1,\"csv\"", server, token)
        try await self.line("SELECT rows, result FROM \(log) AND event_type = 'delete_data'", is: "1,\"ok\"", server, token)
        try await self.line("SELECT count() FROM \(log) AND event_type = 'create'", is: "1", server, token)
        try await self.line(
            "SELECT sum(executions), sum(written_rows) FROM tinybird.datasources_ops_stats WHERE event_type = 'append'", is: "1,3", server,
            token)
        try await self.line(
            """
            SELECT sum(successful_requests), sum(error_requests), sum(rows_successful), sum(rows_quarantined), sum(bytes_decompressed),
            sum(ch_written_rows), length(groupUniqArrayArray(ips)) FROM tinybird.hfi_requests
            """, is: "2,1,3,1,32,3,1", server, token)
        try await self.line(
            "SELECT job_type, status, job_metadata LIKE '%\"rows\":3%' FROM tinybird.jobs_log WHERE job_type = 'import'",
            is: "\"import\",\"done\",1", server, token)
        try await self.line(
            "SELECT status, rows, quarantine_lines, parser, source FROM tinybird.block_log", is: "\"done\",3,0,\"csv\",\"body\"", server,
            token)
        try await self.line(
            "SELECT count() > 0 FROM tinybird.datasources_storage WHERE datasource_name = 'events'", is: "1", server, token)

        #expect(try await server.post("/v0/datasources/events/truncate", token: token, body: "").status == 205)
        try await self.line("SELECT count() FROM \(log) AND event_type = 'truncate'", is: "1", server, token)
    }

    private func checkCalls(_ server: ServerFixture, _ token: String) async throws {
        _ = try await server.post("/v0/events?name=events&wait=true", token: token, body: "{\"n\":1}\n{\"n\":2}\n{\"n\":3}")
        let reader = try await server.token("reader")
        let path = "/v0/pipes/above.json?least=2&token=\(reader)"
        var callCount = 0
        var id = ""
        // The table must have rested before answers are kept.
        try await eventually("an answer is kept") {
            callCount += 1
            let answer = try await server.request("GET", path, headers: ["User-Agent": "checker"])
            id = answer.headers["x-request-id"] ?? ""
            return answer.headers["x-martlet-cache"] == "hit"
        }
        let calls = "tinybird.pipe_stats_rt WHERE pipe_name = 'above'"
        try await self.line("SELECT count() FROM \(calls)", is: "\(callCount)", server, token)
        try await self.line("SELECT uniq(read_rows), min(read_rows), max(read_rows) FROM \(calls)", is: "2,0,3", server, token)
        try await self.line(
            """
            SELECT result_rows, read_rows, read_bytes, error, error_message, status_code, method, url, parameters, token_name, user_agent,
            client_ip, duration > 0 AND duration < 10, pipe_id LIKE 't_%' FROM \(calls) AND request_id = '\(id)'
            """,
            is: "2,0,0,0,\\N,200,\"GET\",\"/v0/pipes/above.json?least=2\",\"{'least':'2'}\",\"reader\",\"checker\",\"127.0.0.1\",1,1",
            server, token)

        _ = try await server.post("/v0/pipes/above.json", token: token, body: "least=3")
        try await self.line(
            "SELECT method, parameters, result_rows, url FROM \(calls) AND method = 'POST'",
            is: "\"POST\",\"{'least':'3'}\",1,\"/v0/pipes/above.json\"", server, token)
        #expect(try await server.post("/v0/sql", token: token, body: "SELECT n FROM events LIMIT 2").status == 200)
        try await self.line(
            "SELECT pipe_id, method, parameters['q'], result_rows, read_rows FROM tinybird.pipe_stats_rt WHERE parameters['q'] LIKE '%LIMIT 2'",
            is: "\"query_api\",\"POST\",\"SELECT n FROM events LIMIT 2\",2,3", server, token)

        let history = try await server.get("/v0/pipes/above/requests", token: token).json()
        let lists = try #require(history["requests"] as? [String: [[String: Any]]])
        #expect(lists["top"]?.first?["requests"] as? Int == callCount)
        #expect(lists["all"]?.count == min(10, callCount + 1))
        #expect(lists["error"]?.isEmpty == true)
    }

    private func checkErrors(_ server: ServerFixture, _ token: String) async throws {
        #expect(try await server.get("/v0/pipes/failing.json?a=%22", token: token).status == 418)
        #expect(try await server.get("/v0/pipes/above.json?least=few", token: token).status == 400)
        #expect(try await server.get("/v0/sql?q=SELECT%20nothing%20FROM%20events", token: token).status == 400)
        try await self.line(
            "SELECT status_code, params, url FROM tinybird.endpoint_errors WHERE pipe_name = 'failing'",
            is: #"418,"{""a"":""\""""}","/v0/pipes/failing.json?a=%22""#, server, token)
        try await self.line(
            "SELECT count(), min(length(error) > 10) FROM tinybird.endpoint_errors WHERE pipe_name IN ('above', 'query_api') AND status_code = 400",
            is: "2,1",
            server, token)
        try await self.line(
            "SELECT sum(error), uniqExact(status_code) FROM tinybird.pipe_stats_rt WHERE status_code BETWEEN 400 AND 499", is: "3,2",
            server, token)
    }

    private func checkDays(_ server: ServerFixture, _ token: String) async throws {
        let counted = try await server.line("SELECT count(), sum(error) FROM tinybird.pipe_stats_rt", token: token)
        try await self.line(
            "SELECT sum(view_count), sum(error_count), avgMerge(avg_duration_state) > 0 FROM tinybird.pipe_stats", is: "\(counted),1",
            server,
            token)
        try await self.line(
            "SELECT length(quantilesTimingMerge(0.9, 0.95, 0.99)(quantile_timing_state)) FROM tinybird.pipe_stats", is: "3", server, token)
    }

    private func checkReaders(_ server: ServerFixture, _ token: String) async throws {
        // An endpoint over the figures is served to whoever may call it, and its calls do not count.
        let watcher = try await server.token("watcher")
        let watched = try await server.get("/v0/pipes/watching.json", token: watcher)
        let watchedCount = try watched.rows().first?["c"] as? Int ?? 0
        #expect(watchedCount > 3, "\(watched.body)")
        let made = try await server.post(
            "/v0/tokens?name=figures&scope=DATASOURCES:READ:tinybird.pipe_stats_rt", token: token, body: "")
        let figures = try #require(try made.json()["token"] as? String)
        let query = "/v0/sql?q=SELECT%20count()%20FROM%20tinybird."
        #expect(try await server.get(query + "pipe_stats_rt", token: figures).status == 200)
        let refused = try await server.get(query + "jobs_log", token: figures)
        #expect(refused.status == 403)
        #expect(refused.error == "token is missing the scope DATASOURCES:READ:tinybird.jobs_log")
        let unserved = try await server.get(query + "data_guess", token: token)
        #expect(unserved.status == 400)
        #expect(unserved.error == "tinybird.data_guess is not served")

        // Another workspace has figures of its own.
        let user = try await MartletClient(url: server.url, token: "", httpClient: .shared).localTokens().user
        let other = try await MartletClient(url: server.url, token: user, httpClient: .shared).createWorkspace(named: "other")
        try await eventually("the other workspace has its tables") {
            try await server.get(query + "pipe_stats_rt", token: other.token).status == 200
        }
        #expect(try await server.get("/v0/sql?q=SELECT%201%20AS%20mine", token: other.token).status == 200)
        try await self.line(
            "SELECT groupUniqArray(parameters['q']) FROM tinybird.pipe_stats_rt WHERE error = 0", is: "\"['SELECT 1 AS mine']\"", server,
            other.token)
        try await self.line("SELECT countIf(parameters['q'] LIKE '%mine%') FROM tinybird.pipe_stats_rt", is: "0", server, token)
    }

    /// What command lines ask, as they write it.
    private func checkCommandLines(_ server: ServerFixture, _ token: String) async throws {
        let stats = """
            SELECT
                pipe_id id,
                sumIf(view_count, date > now() - interval 7 day) requests,
                sumIf(error_count, date > now() - interval 7 day) errors,
                avgMergeIf(avg_duration_state, date > now() - interval 7 day) latency
            FROM tinybird.pipe_stats
            WHERE pipe_id in ('query_api','t_1')
            GROUP BY pipe_id
            ORDER BY requests DESC
            FORMAT JSON
            """
        let rows = try await server.post("/v0/sql", token: token, body: stats).rows()
        let errorCount = rows.first?["errors"] as? Int ?? 0
        #expect(errorCount >= 1)
        let times = [
            "pipe_stats_rt": "start_datetime", "block_log": "timestamp", "datasources_ops_log": "timestamp",
            "endpoint_errors": "start_datetime", "kafka_ops_log": "timestamp", "sinks_ops_log": "timestamp", "jobs_log": "created_at",
            "llm_usage": "start_time",
        ]
        let parts = times.map { name, time in
            """
            SELECT 'tinybird.\(name)' AS source, \(time) AS timestamp, formatRowNoNewline('JSONEachRow', *) AS data FROM tinybird.\(name)
            WHERE \(time) >= parseDateTimeBestEffort('2026-01-01T00:00:00Z') AND \(time) < parseDateTimeBestEffort('2099-01-01T00:00:00Z')
            """
        }
        let logs = "SELECT * FROM (\n\(parts.joined(separator: "\n  UNION ALL\n"))\n)\nORDER BY timestamp DESC\nLIMIT 10000\nFORMAT JSON"
        let logged = try await server.post("/v0/sql", token: token, body: logs)
        #expect(logged.status == 200, "\(logged.body)")
        let sources = Set(try logged.rows().compactMap { $0["source"] as? String })
        #expect(sources.count == 5, "\(sources)")
        let requests = """
            SELECT groupArraySample(1)(url) as endpoint_url, groupArraySample(1)(pipe_request_params) as pipe_request_params, http_method
            FROM (
                Select url,
                    mapFilter((k, v) -> (k not IN ('token', 'pipe_checker', 'from', 'debug')), parameters) AS pipe_request_params,
                    mapKeys(pipe_request_params) request_param_names,
                    extractURLParameterNames(assumeNotNull(url)) as url_param_names,
                    method as http_method
                FROM tinybird.pipe_stats_rt
                WHERE pipe_name = 'above' AND start_datetime >= now() - INTERVAL 7 DAY AND url IS NOT NULL
                    AND extractURLParameter(assumeNotNull(url), 'from') <> 'ui' AND error = 0 AND not mapContains(parameters, '__tb__semver')
                Limit 5000000 -- Enough
            )
            group by request_param_names, http_method ORDER BY http_method
            FORMAT JSON
            """
        let samples = try await server.post("/v0/sql", token: token, body: requests).rows()
        #expect(samples.map { $0["endpoint_url"] as? [String] } == [["/v0/pipes/above.json?least=2"], ["/v0/pipes/above.json"]])
    }
}
