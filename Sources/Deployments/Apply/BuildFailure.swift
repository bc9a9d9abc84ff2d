// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import MartletCore
internal import Queries
internal import Workspaces

/// The engine refused a resource: a finding in the user's file.
struct BuildFailure: Error {
    let diagnostic: Diagnostic

    /// Throws a finding when the engine refuses a statement; that it cannot be reached is no finding.
    static func wrap<Result>(
        _ what: String, at location: SourceLocation, in snapshot: WorkspaceSnapshot, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as EngineError {
            guard case .exception = error else { throw error }
            throw BuildFailure(diagnostic: Diagnostic(.error, "\(what): \(CallerError(error, in: snapshot).message)", at: location))
        }
    }
}
