// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// Asks before something is lost.
struct Confirmation: ParsableArguments {
    @Flag(help: "Do not ask.")
    var yes = false

    /// Goes on if the user says so; where nobody can be asked, `--yes` has to be there.
    func require(_ question: String) throws {
        guard !self.yes else { return }
        guard Terminal.canAsk else { throw CommandError("\(question) There is no terminal to ask on: pass --yes to go on") }
        Terminal.error.write("\(question) [y/N]: ")
        guard ["y", "yes"].contains((readLine() ?? "").lowercased()) else {
            Terminal.error.write("** Cancelled by user.\n")
            throw ExitCode.failure
        }
    }
}
