// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet demo …`
struct DemoCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Events for the example workspaces.", subcommands: [DemoLoad.self])
}
