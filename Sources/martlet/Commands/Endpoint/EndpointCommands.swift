// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet endpoint …`
struct EndpointCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint", abstract: "List and call endpoints.",
        subcommands: [
            EndpointList.self, EndpointData.self, EndpointURL.self, EndpointToken.self, EndpointStatistics.self, EndpointUnused.self,
        ])
}
