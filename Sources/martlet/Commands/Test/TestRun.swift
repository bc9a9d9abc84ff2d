// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet test run [NAMES]`
struct TestRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Compare what pipes answer with the files in tests/.",
        discussion: "The first failure ends a file. A file whose pipe does not exist is skipped.")

    @Argument(help: ArgumentHelp("The pipes to test; all without any.", valueName: "pipe"))
    var names: [String] = []

    @OptionGroup
    var options: TestOptions

    func run() async throws {
        let project = try self.options.project()
        let files = try TestFile.paths(in: project, of: self.names).map { try TestFile(path: $0) }
        let tally = try await self.options.environment(of: project, for: files).run { client in
            Terminal.output.write("\n" + TextStyle(of: .standardOutput).bold("» Running tests") + "\n")
            var tally = Tally()
            for file in files { tally.count(try await self.run(file, through: client)) }
            return tally
        }
        try self.report(tally)
    }

    private enum Verdict {
        case passed
        case failed
        case skipped
    }

    private struct Tally: Sendable {
        var (passed, failed, skipped) = (0, 0, 0)

        mutating func count(_ verdict: Verdict) {
            switch verdict {
            case .passed: self.passed += 1
            case .failed: self.failed += 1
            case .skipped: self.skipped += 1
            }
        }
    }

    private func run(_ file: TestFile, through client: MartletClient) async throws -> Verdict {
        let style = TextStyle(of: .standardOutput)
        Terminal.output.write("* \(file.name)\n")
        guard let pipe = try await client.describePipe(file.pipe) else {
            Terminal.output.write(style.yellow("✗ All tests skipped (\(file.pipe).pipe not found)") + "\n")
            return .skipped
        }
        for test in file.cases {
            let answer = try await client.test(
                file.pipe, as: pipe, parameters: test.parameters, now: self.options.now ?? test.now ?? file.now)
            if let failure = test.failure(of: answer) {
                Terminal.output.write(
                    style.red("✗ \(test.name) failed\n** Output and expected output are different: \n\(failure)") + "\n")
                return .failed
            }
            Terminal.output.write("✓ \(test.name) passed\n")
        }
        return .passed
    }

    /// Files are counted, not tests.
    private func report(_ tally: Tally) throws {
        let style = TextStyle(of: .standardOutput)
        let skipped = tally.skipped > 0 ? " (\(tally.skipped) skipped)" : ""
        let all = tally.passed + tally.failed
        guard tally.failed == 0 else {
            Terminal.output.write("\n" + style.red("✗ \(tally.passed)/\(all) passed\(skipped)") + "\n")
            throw ExitCode.failure
        }
        let text = all == 0 ? style.yellow("✓ No tests to run\(skipped)") : style.green("✓ \(all)/\(all) passed\(skipped)")
        Terminal.output.write("\n" + text + "\n")
    }
}
