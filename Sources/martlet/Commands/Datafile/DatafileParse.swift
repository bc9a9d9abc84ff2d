// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import Deployments
internal import FoundationEssentials

/// `martlet datafile parse FILE…`
struct DatafileParse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Print what datafiles say, one JSON object a line.",
        discussion: """
            A file is read on its own: whether what it names exists is not looked at. One with a mistake is printed as {"file": …, \
            "errors": […]} and fails the command; warnings do not.
            """)

    @Argument(help: ArgumentHelp("The files.", valueName: "file"))
    var files: [String]

    @Option(
        name: .customLong("secret"),
        help: ArgumentHelp("What tb_secret(\"name\") stands for; without any, the expressions stay.", valueName: "name=value"))
    var secrets: [Secret] = []

    /// `name=value`
    struct Secret: ExpressibleByArgument {
        let name: String
        let value: String

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else { return nil }
            (self.name, self.value) = (parts[0], parts[1])
        }
    }

    func run() async throws {
        let secrets = self.secrets.isEmpty ? nil : Dictionary(self.secrets.map { ($0.name, $0.value) }) { $1 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var hasMistake = false
        for path in self.files {
            let text = try DatafileText(path: path)
            guard let description = DatafileDescription(checking: text.file, includes: text.includes, secrets: secrets) else {
                throw ValidationError("\(path) is no datafile: its name ends in none of .datasource, .pipe, .connection")
            }
            if case .refused = description { hasMistake = true }
            Terminal.output.write(String(decoding: try encoder.encode(description), as: UTF8.self) + "\n")
        }
        if hasMistake { throw ExitCode.failure }
    }
}
