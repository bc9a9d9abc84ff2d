// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import NIOCore
internal import Workspaces

extension QueryService {
    /// All that a live endpoint's answer follows from but for its tables and the clock: who has the same key sees the same answers.
    func liveKey(of request: LiveRequest, grant: AccessGrant) throws -> AnswerKey {
        let workspace = try self.workspaces.live(request.workspace)
        let endpoint = try Endpoint(of: request.call, in: workspace, grant: grant)
        return AnswerKey(
            request.call, pipe: endpoint.pipe.pipe.name, clock: nil, in: workspace.snapshot, secrets: workspace.secrets, grant: grant)
    }

    /// The answer as it is now.
    func liveRun(of request: LiveRequest, grant: AccessGrant) async throws -> LiveRun {
        let workspace = try self.workspaces.live(request.workspace)
        let endpoint = try Endpoint(of: request.call, in: workspace, grant: grant)
        var resolver = QueryResolver(
            workspace: workspace, grant: grant, arguments: request.call.arguments, context: .at(endpoint.clock), clock: endpoint.clock)
        let resolved = try resolver.resolve(pipe: endpoint.pipe, node: endpoint.node.name, query: request.call.query)
        // What changes from here on is seen by the next look at the versions.
        let versions = await self.liveVersions(of: resolved.tables)
        let kept = try await self.keptAnswer(to: request.call, in: request.workspace, grant: grant)
        let result = if let kept { kept } else { try await self.call(request.call, in: request.workspace, grant: grant) }
        let clockInterval = endpoint.node.cacheSeconds.flatMap { $0 > 0 ? Duration.seconds($0) : nil }
        return LiveRun(
            answer: LiveAnswer(json: try await result.smallBody()), tables: resolved.tables, versions: versions,
            interval: resolved.isRepeatable ? clockInterval : QueryLimits.liveInterval)
    }

    /// The versions of the tables that an answer was read from; nil if they cannot be told.
    func liveVersions(of tables: [EngineTable]) async -> TableVersions? {
        tables.isEmpty ? TableVersions(stamps: [], isSettled: true) : await self.cache.watch.versions(of: tables)
    }
}

extension QueryResult {
    /// The whole answer, of which thousands of subscribers may have a copy under way.
    fileprivate func smallBody() async throws -> ByteBuffer {
        let body: ByteBuffer
        switch self.body {
        case .whole(let bytes): body = bytes
        case .stream(let response):
            do {
                body = try await response.collect(upTo: QueryLimits.liveAnswerBytes)
            } catch is NIOTooManyBytesError {
                throw QueryError.liveAnswerTooLarge
            }
        }
        guard body.readableBytes <= QueryLimits.liveAnswerBytes else { throw QueryError.liveAnswerTooLarge }
        return body
    }
}
