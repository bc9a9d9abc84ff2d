// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletClient
internal import NIOCore

/// A JSON answer to a query: names and types of columns, rows, and what it cost.
struct QueryAnswer: Decodable {
    struct Column: Decodable {
        let name: String
        let type: String
    }

    struct Statistics: Decodable {
        let elapsed: Double
        let rowsRead: Int
        let bytesRead: Int

        /// As every command that shows them prints them.
        var text: String {
            """
            ** Query took \(self.elapsed) seconds
            ** Rows read: \(Quantity.grouped(self.rowsRead))
            ** Bytes read: \(Quantity.size(self.bytesRead))
            """
        }

        private enum CodingKeys: String, CodingKey {
            case elapsed
            case rowsRead = "rows_read"
            case bytesRead = "bytes_read"
        }
    }

    let meta: [Column]
    private let data: [[String: JSONValue]]
    let statistics: Statistics?

    init(_ answer: ByteBuffer) throws {
        do {
            self = try JSONDecoder().decode(QueryAnswer.self, from: Data(answer.readableBytesView))
        } catch {
            throw CommandError("the server's answer is no table: \(String(buffer: answer).prefix(200))")
        }
    }

    /// The values in the order of the columns.
    var rows: [[JSONValue]] { self.data.map { row in self.meta.map { row[$0.name] ?? .null } } }

    /// The rows by the names of their columns.
    var objects: [[String: JSONValue]] { self.data }

    func rendered(as format: OutputFormat, width: Int, style: TextStyle) -> String {
        switch format {
        case .human where self.data.isEmpty: "** No rows\n"
        case .human:
            FramedTable(columns: self.meta.map(\.name), rows: self.rows.map { $0.map(\.text) }).rendered(width: width, style: style)
        case .csv: CSV.text([self.meta.map(\.name)] + self.rows.map { $0.map { $0 == .null ? "" : $0.text } })
        case .json: JSONValue.list(self.data.map { .object($0) }).indentedJSON + "\n"
        }
    }
}
