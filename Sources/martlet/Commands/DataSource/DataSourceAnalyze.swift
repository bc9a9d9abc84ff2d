// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient
internal import NIOCore

/// `martlet datasource analyze FILE`
struct DataSourceAnalyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Guess the columns of a file of NDJSON or CSV.",
        discussion: "Nothing is made: the schema that is printed goes into a .datasource file.")

    @Argument(help: ArgumentHelp("The file, of which the first MiB is looked at.", valueName: "file"))
    var file: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    private static let sampleBytes = 1 << 20

    func run() async throws {
        let sample = try SourceFile(path: self.file).read(upTo: Self.sampleBytes)
        let answer = try await self.connection.client().analyze(ByteBuffer(bytes: sample))
        guard self.connection.output == .human else { return Terminal.output.write(answer.indentedJSON + "\n") }
        guard let analysis = answer["analysis"], case .list(let columns)? = analysis["columns"] else {
            throw CommandError("\(self.file) shows no columns: it should be NDJSON or CSV")
        }
        let rows = columns.map { column in
            [column["name"], column["recommended_type"]].map { $0?.text ?? "" } + [column["present_pct"] == .integer(1) ? "false" : "true"]
        }
        var text = "** columns:\n" + self.table(["name", "type", "nullable"], rows)
        text += "\n** SQL Schema:\n\(analysis["schema"]?.text ?? "")\n"
        if case .object(let dialect)? = answer["dialect"] {
            let rows = dialect.sorted { $0.key < $1.key }.map { [$0.key, $0.value.json] }
            text += "\n** dialect:\n" + self.table(["name", "value"], rows)
        }
        Terminal.output.write(text)
    }

    private func table(_ columns: [String], _ rows: [[String]]) -> String {
        FramedTable(columns: columns, rows: rows).rendered(width: Terminal.output.width, style: TextStyle(of: .standardOutput))
    }
}
