// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import EmbeddedEngine

/// `martlet engine`: the child process of a server; no person types this.
struct Engine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the embedded engine; the server starts it itself.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough, help: "What the server tells it.")
    var arguments: [String] = []

    func run() async throws {
        try await EngineProcess.run(try EngineConfiguration(arguments: self.arguments))
    }
}
