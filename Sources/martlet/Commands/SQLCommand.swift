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

    @Argument(help: ArgumentHelp("The query.", valueName: "query"))
    var query: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let answer = try await self.connection.client().sql(self.query)
        guard let result = try? JSONDecoder().decode(QueryAnswer.self, from: Data(answer.readableBytesView)), !self.namesFormat else {
            var text = String(buffer: answer)
            if !text.hasSuffix("\n") { text += "\n" }
            Terminal.output.write(text)
            return
        }
        let columns = result.meta.map { $0.isNumber ? Table.Column.number($0.name) : .text($0.name) }
        Terminal.output.write(Table(columns: columns, rows: result.rows).rendered(style: TextStyle(of: .standardOutput)))
    }

    private var namesFormat: Bool {
        self.query.split(whereSeparator: \.isWhitespace).dropLast().last?.uppercased() == "FORMAT"
    }
}

/// A JSON answer as a table of texts.
private struct QueryAnswer: Decodable {
    struct Column: Decodable {
        let name: String
        let type: String

        var isNumber: Bool { ["Int", "UInt", "Float", "Decimal"].contains { self.type.contains($0) } && !self.type.contains("(") }
    }

    let meta: [Column]
    let rows: [[String]]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let meta = try container.decode([Column].self, forKey: .meta)
        let data = try container.decode([[String: Cell]].self, forKey: .data)
        self.meta = meta
        self.rows = data.map { row in meta.map { row[$0.name]?.text ?? "" } }
    }

    private enum CodingKeys: String, CodingKey { case meta, data }
}

/// One value, printed.
private struct Cell: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self.text = "NULL"
        } else if let flag = try? container.decode(Bool.self) {
            self.text = flag ? "true" : "false"
        } else if let number = try? container.decode(Int64.self) {
            self.text = String(number)
        } else if let number = try? container.decode(UInt64.self) {
            self.text = String(number)
        } else if let number = try? container.decode(Double.self) {
            self.text = String(number)
        } else if let text = try? container.decode(String.self) {
            self.text = text
        } else if let list = try? container.decode([Cell].self) {
            self.text = "[\(list.map(\.text).joined(separator: ", "))]"
        } else {
            let object = try container.decode([String: Cell].self)
            self.text = "{\(object.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", "))}"
        }
    }
}
