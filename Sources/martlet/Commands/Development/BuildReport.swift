// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletClient

/// What a build is said to have done, in the words that scripts look for (cli contract, 5).
struct BuildReport {
    /// `Build`, or `Rebuild` of what has changed while it is watched.
    let verb: String
    let paths: [String]
    private let style = TextStyle(of: .standardOutput)

    init(verb: String, of project: ProjectFolder) {
        self.verb = verb
        self.paths = (try? project.paths()) ?? []
    }

    func show(_ outcome: ProjectBuild.Outcome, after duration: Duration) {
        let changes = outcome.receipt.changes
        let groups: [([String], String, String)] = [
            (changes.newDataSources, "datasource", "created"), (changes.changedDataSources, "datasource", "changed"),
            (changes.deletedDataSources, "datasource", "deleted"), (changes.newPipes, "pipe", "created"),
            (changes.changedPipes, "pipe", "changed"), (changes.deletedPipes, "pipe", "deleted"),
            (changes.newConnections, "connection", "created"), (changes.changedConnections, "connection", "changed"),
            (changes.deletedConnections, "connection", "deleted"),
        ]
        for (names, kind, word) in groups {
            for name in names { Terminal.output.write("✓ \(self.path(of: name, kind: kind)) \(word)\n") }
        }
        for finding in outcome.receipt.feedback {
            Terminal.output.write(self.style.yellow("△ \(finding.level): \(finding.message)") + "\n")
        }
        for (fixture, receipt) in outcome.fixtures { self.show(fixture, receipt) }
        guard !changes.isEmpty || !outcome.fixtures.isEmpty else {
            Terminal.output.write("No changes. \(self.verb) skipped.\n")
            return
        }
        self.finish(after: duration)
    }

    func show(_ fixture: Fixture, _ receipt: AppendReceipt) {
        Terminal.output.write("✓ \(receipt.successfulRows) rows of \(fixture.path.fileName) in \(fixture.dataSource)\n")
        guard receipt.quarantinedRows > 0 else { return }
        Terminal.output.write(
            self.style.yellow("△ \(receipt.quarantinedRows) of its rows are in quarantine: martlet quarantine show \(fixture.dataSource)")
                + "\n")
    }

    func finish(after duration: Duration) {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let tenths = (milliseconds + 50) / 100
        Terminal.output.write("\n" + self.style.green("✓ \(self.verb) completed in \(tenths / 10).\(tenths % 10)s") + "\n")
    }

    func show(_ failure: ProjectBuild.Failure) {
        let style = TextStyle(of: .standardError)
        for mistake in failure.error.mistakes {
            Terminal.error.write(MistakeInPlace(mistake: mistake, files: failure.files).text(style: style))
        }
        if failure.error.mistakes.isEmpty { Terminal.error.write("\(style.red("error:")) \(failure.error.message)\n") }
        self.showFailure()
    }

    func showFailure() { Terminal.error.write(TextStyle(of: .standardError).red("✗ \(self.verb) failed") + "\n") }

    private func path(of name: String, kind: String) -> String {
        self.paths.first { $0.hasSuffix(".\(kind)") && $0.resourceName == name } ?? "\(name).\(kind)"
    }
}

extension String {
    fileprivate var fileName: String { self.split(separator: "/").last.map(String.init) ?? self }
}
