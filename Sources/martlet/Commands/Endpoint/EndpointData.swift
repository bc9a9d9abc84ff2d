// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient
internal import NIOCore

/// `martlet endpoint data NAME --parameter value`
struct EndpointData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Call an endpoint, and print its rows.",
        discussion: """
            Options that are none of these are parameters of the endpoint: --limit 10. For a parameter with the name of one of these there is \
            --param.
            """)

    @Argument(help: "The endpoint.")
    var name: String

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Parameters, each as --name value.", valueName: "--name value"))
    var others: [String] = []

    @OptionGroup var call: EndpointCallOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws { _ = try self.freeParameters }

    func run() async throws { try await self.call.perform(self.name, with: try self.freeParameters, through: self.connection) }

    /// `--a 1 --b=2` as pairs.
    private var freeParameters: [(String, String)] {
        get throws {
            var pairs: [(String, String)] = []
            var rest = self.others[...]
            while let word = rest.popFirst() {
                guard word.hasPrefix("--"), word.count > 2 else { throw ValidationError("\"\(word)\" is no parameter: use --name value") }
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else { throw ValidationError("\(word) has no value") }
                pairs.append((parts[0], value))
            }
            return pairs
        }
    }
}

/// What a call of an endpoint takes.
struct EndpointCallOptions: ParsableArguments {
    @Option(name: .customLong("param"), help: ArgumentHelp("A parameter of the endpoint; repeatable.", valueName: "name=value"))
    var parameters: [Assignment] = []

    @Option(help: ArgumentHelp("SQL over the rows, in which _ stands for the endpoint.", valueName: "sql"))
    var query: String?

    @Option(help: "How to print; json and csv are as the server answers.")
    var format: OutputFormat?

    func perform(_ name: String, with others: [(String, String)] = [], through connection: Connection) async throws {
        let client = try await connection.client()
        let format = self.format ?? connection.output
        let bytes = try await client.call(
            name, parameters: others + self.parameters.map { ($0.name, $0.value) }, format: format == .csv ? "csv" : "json", sql: self.query
        )
        guard format == .human else { return Terminal.output.write(String(buffer: bytes).trimmingNewlines + "\n") }
        let answer = try QueryAnswer(bytes)
        let rows = answer.rendered(as: .human, width: Terminal.output.width, style: TextStyle(of: .standardOutput))
        let statistics = answer.statistics.map { $0.text + "\n" } ?? ""
        Terminal.output.write("** Pipe: \(name)\n\(statistics)\(rows)")
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
