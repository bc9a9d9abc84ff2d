// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Answers the requests of the ClickHouse HTTP protocol.
struct QueryResponder: Sendable {
    let pool: EnginePool
    let log: StatisticsLog
    let server: ServerIdentity

    /// What the engine says of itself.
    struct ServerIdentity: Sendable {
        let version: String
        let timezone: String
    }

    func respond(to request: Request, context: EngineRequestContext) async throws -> Response {
        var headers: HTTPFields = [.clickHouseTimezone: self.server.timezone, .clickHouseServerName: "martlet"]
        do {
            let query = try QueryRequest(request.head)
            headers[.clickHouseQueryID] = query.queryID
            if request.method == .get, query.query.isEmpty { return Self.ok }
            let incoming = try await IncomingStatement.read(request, query: query.query)
            return try await self.answer(incoming, to: query, headers: headers, channel: context.channel)
        } catch let exception as EngineException {
            return exception.response(version: self.server.version, headers: headers)
        }
    }

    /// What `/ping` and a GET without a query are answered with.
    static var ok: Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=UTF-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: "Ok.\n")))
    }

    private func answer(
        _ incoming: IncomingStatement, to request: QueryRequest, headers: HTTPFields, channel: any Channel
    ) async throws -> Response {
        var format = request.defaultFormat
        var result: MemoryFile?
        if case .query(let clause) = incoming.statement.kind {
            if let clause { format = OutputFormat(name: clause.name) }
            result = try MemoryFile()
        }
        let run = QueryRun(queryID: request.queryID, result: result)
        let plan = QueryPlan(of: incoming.statement, request: request, format: format, run: run, dataPath: incoming.data?.path)
        var statistics: QueryStatistics
        do {
            statistics = try await self.run(plan, as: run, channel: channel)
        } catch let exception as EngineException {
            throw incoming.data.map { exception.hiding(dataPath: $0.path) } ?? exception
        }
        if let result, format.statesStatistics { statistics.addFigures(fromEndOf: result) }

        var headers = headers
        headers[.clickHouseSummary] = statistics.summary
        guard let result else { return Response(status: .ok, headers: headers, body: ResponseBody()) }
        headers[.contentType] = format.contentType
        headers[.clickHouseFormat] = format.name
        if request.isCompressed { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: result.responseBody(isCompressed: request.isCompressed))
    }

    /// Runs the statement, and ends it if the client goes away meanwhile.
    private func run(_ plan: QueryPlan, as run: QueryRun, channel: any Channel) async throws -> QueryStatistics {
        let hangup = try await channel.pipeline.handler(type: HangupHandler.self).get()
        hangup.onHangup { self.pool.stop(run) }
        defer { hangup.onHangup(nil) }

        guard plan.isLogged else { return try await self.pool.execute(plan, as: run) }
        self.log.expect(run)
        defer { self.log.forget(run) }
        var statistics = try await self.pool.execute(plan, as: run)
        let logged = await self.log.statistics(of: run)
        statistics.readRows = logged?.readRows
        statistics.readBytes = logged?.readBytes
        return statistics
    }
}

extension QueryStatistics {
    fileprivate mutating func addFigures(fromEndOf result: MemoryFile) {
        let byteCount = result.byteCount
        let tail = result.read(at: max(0, byteCount - Self.tailByteCount), count: min(byteCount, Self.tailByteCount))
        guard let figures = Self.read(fromEndOf: tail.readableBytesView) else { return }
        self.readRows = figures.rows
        self.readBytes = figures.bytes
        self.resultRows = Self.resultRows(fromEndOf: tail.readableBytesView)
    }
}
