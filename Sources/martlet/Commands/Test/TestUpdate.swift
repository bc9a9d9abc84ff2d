// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet test update PIPE`
struct TestUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Take what a pipe answers now for what its tests expect.")

    @Argument(help: "The pipe whose tests are rewritten.")
    var pipe: String

    @OptionGroup
    var options: TestOptions

    func run() async throws {
        let project = try self.options.project()
        let files = try TestFile.paths(in: project, of: [self.pipe]).map { try TestFile(path: $0) }
        guard let file = files.first else { throw ValidationError("there are no tests of \(self.pipe)") }
        let answers = try await self.options.environment(of: project, for: files).run { client in
            guard let pipe = try await client.describePipe(file.pipe) else { throw ValidationError("Pipe \(file.pipe) not found") }
            let style = TextStyle(of: .standardOutput)
            Terminal.output.write("\n" + style.bold("» Updating tests expectations for \(file.pipe) endpoint...") + "\n")
            var answers: [CallAnswer] = []
            for test in file.cases {
                let now = self.options.now ?? test.now ?? file.now
                answers.append(try await client.test(file.pipe, as: pipe, parameters: test.parameters, now: now))
            }
            return answers
        }
        var yaml = try TestYAML(file.text)
        for (index, answer) in answers.enumerated() { yaml.expect(answer, of: index) }
        try TestFile.write(try yaml.text(), to: file.path)
        for test in file.cases { Terminal.output.write("✓ \(test.name) updated\n") }
        Terminal.output.write(TextStyle(of: .standardOutput).green("✓ Done!") + "\n\n")
    }
}
