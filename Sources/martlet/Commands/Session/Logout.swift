// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet logout`
struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forget the tokens that .tinyb keeps.", discussion: "The tokens go on to be valid: refresh them if others have seen them."
    )

    func run() async throws {
        guard var file = try LoginFile.found()?.file else { throw CommandError("there is no login: no .tinyb here, nor in a folder above") }
        if let name = file.members["name"]?.string { Terminal.output.write("» Logging out from \(name)...\n") }
        file.forget()
        try file.save()
        Terminal.output.write("✓ Logged out!\n")
    }
}
