// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import UnixSignals

/// Runs `body` until it ends or a person interrupts it. Then its task is cancelled, `cleanUp` is done in either case, and an interrupted
/// command ends with the status that shells give to one.
func withInterruption<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result, cleanUp: @escaping @Sendable () async -> Void = {}
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let outcome: Swift.Result<Result, any Error>
    do {
        outcome = .success(
            try await withThrowingTaskGroup(of: Result.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    for await signal in signals { throw signal == .sigint ? ExitCode.interrupted : ExitCode(143) }
                    throw CancellationError()
                }
                defer { group.cancelAll() }
                guard let result = try await group.next() else { throw CancellationError() }
                return result
            })
    } catch {
        outcome = .failure(error)
    }
    // Not cancelled with the rest.
    await Task { await cleanUp() }.value
    return try outcome.get()
}

extension ExitCode {
    /// What shells say of a command that was ended by `SIGINT`.
    static let interrupted = ExitCode(130)
}
