// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet template …`
struct TemplateCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Look at what the SQL templates of pipes turn into.", subcommands: [TemplateRender.self])
}
