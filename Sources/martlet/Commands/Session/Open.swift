// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet open`
struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Open the page of the workspace's endpoints in the browser.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let address = "\(try self.connection.choice.url)/docs"
        self.connection.say("» Opening \(address) in the browser")
        Browser.open(address)
    }
}
