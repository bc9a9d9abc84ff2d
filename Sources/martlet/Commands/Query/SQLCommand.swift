// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient
internal import NIOCore

/// `martlet sql "…"`
struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Run a query.",
        discussion: "A query that ends with a FORMAT clause is printed as the server answers it, any other as a table.")

    @Argument(help: ArgumentHelp("The query. (default: standard input)", valueName: "query"))
    var query: String?

    @Option(help: ArgumentHelp("The most rows that are asked for.", valueName: "rows"))
    var rowsLimit = 100

    @Flag(inversion: .prefixedNo, help: "Print what the query cost.")
    var stats = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let query = try ShellQuery(self.query ?? Self.standardInput())
        try await query.run(rowsLimit: self.rowsLimit, printsCost: self.stats, through: self.connection)
    }

    private static func standardInput() throws -> String {
        guard !Terminal.canAsk else { throw CommandError("a query is missing: sql \"SELECT 1\", or the query on standard input") }
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        return text
    }
}

/// A query as it is typed at a shell.
struct ShellQuery {
    let text: String

    init(_ text: String) throws {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        guard text.contains(where: { !$0.isWhitespace }) else { throw CommandError("the query is empty") }
        self.text = String(text)
    }

    /// Whether the author chose how the server answers.
    var namesFormat: Bool { self.text.split(whereSeparator: \.isWhitespace).dropLast().last?.uppercased() == "FORMAT" }

    /// The query with a limit around it, where it is one that can have it.
    func limited(to rows: Int) -> String {
        let first = self.text.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.uppercased()
        return ["SELECT", "WITH"].contains(first) ? "SELECT * FROM (\n\(self.text)\n) LIMIT \(rows)" : self.text
    }

    func run(rowsLimit: Int, printsCost: Bool = false, through connection: Connection) async throws {
        guard rowsLimit > 0 else { throw CommandError("--rows-limit \(rowsLimit) is no number of rows: use 1 or more") }
        let client = try await connection.client()
        guard !self.namesFormat else { return Self.write(try await client.sql(self.text)) }
        guard connection.output != .csv else {
            return Self.write(try await client.sql(self.limited(to: rowsLimit) + "\nFORMAT CSVWithNames"))
        }
        let bytes = try await client.sql(self.limited(to: rowsLimit) + "\nFORMAT JSON")
        let answer = try QueryAnswer(bytes)
        if printsCost, let statistics = answer.statistics { connection.say(statistics.text) }
        if connection.output == .json { return Self.write(bytes) }
        guard !answer.objects.isEmpty else { return connection.say("** No rows") }
        Terminal.output.write(ResultTable(answer: answer).rendered(style: TextStyle(of: .standardOutput)))
        if answer.objects.count == rowsLimit {
            Terminal.error.write("the first \(rowsLimit) \(rowsLimit == 1 ? "row"  : "rows"); --rows-limit asks for more\n")
        }
    }

    private static func write(_ answer: ByteBuffer) {
        var text = String(buffer: answer)
        if !text.hasSuffix("\n") { text += "\n" }
        Terminal.output.write(text)
    }
}
