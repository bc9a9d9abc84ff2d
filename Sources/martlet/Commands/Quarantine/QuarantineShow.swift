// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient

/// `martlet quarantine show NAME`
struct QuarantineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the newest rows of a quarantine with what is wrong with them.")

    @Argument(help: "The data source.")
    var name: String

    @Option(help: ArgumentHelp("How many rows, at most 1000.", valueName: "rows"))
    var limit = 10

    @Option(name: .customLong("import"), help: ArgumentHelp("Only rows that this request or import brought.", valueName: "id"))
    var importID: String?

    @Flag(help: "One JSON object a row.")
    var json = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let rows = try await self.connection.client().quarantinedRows(of: self.name, importID: self.importID, limit: self.limit)
        let style = TextStyle(of: .standardOutput)
        for row in rows { Terminal.output.write(self.json ? try Self.json(row) : Self.text(row, style: style)) }
    }

    private static func json(_ row: QuarantineRow) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(row), as: UTF8.self) + "\n"
    }

    /// A paragraph a row: when and whence it came, what is wrong, then its texts.
    private static func text(_ row: QuarantineRow, style: TextStyle) -> String {
        let head = style.bold(row.insertionDate) + (row.importID.map { "  import \($0)" } ?? "")
        let faults = row.errors.map { style.red($0.column.isEmpty ? $0.error : "\($0.column): \($0.error)") }
        let values = row.values.sorted { $0.key < $1.key }.map { name, text in "\(name) = \(text ?? "NULL")" }
        return ([head] + (faults + values).map { "    " + $0.replacing("\n", with: " ") }).map { $0 + "\n" }.joined()
    }
}
