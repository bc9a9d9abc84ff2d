// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import FoundationEssentials

/// Rows that are made here, as a query that yields them.
struct MetadataRows {
    /// A column: what each row has of it, or one value for all.
    struct Column {
        let name: String
        let type: String
        /// The SQL of the value that all rows have.
        var constant: String?

        init(_ name: String, _ type: String = "String", constant: String? = nil) {
            self.name = name
            self.type = type
            self.constant = constant
        }
    }

    /// A value of a row.
    enum Cell: Encodable, ExpressibleByStringLiteral {
        case text(String)
        case number(Int)
        case null

        init(stringLiteral value: String) { self = .text(value) }

        init(_ number: Int?) { self = number.map { .number($0) } ?? .null }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .null: try container.encodeNil()
            }
        }
    }

    let columns: [Column]
    /// The values of the columns that have no constant, in their order.
    var rows: [[Cell]] = []

    /// All rows in one literal: to the parser of the engine a thousand rows are as short as one.
    func sqlText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let json = String(decoding: try encoder.encode(self.rows), as: UTF8.self)
        let varying = self.columns.filter { $0.constant == nil }
        let type = "Array(Tuple(\(varying.map { "\(SQLText.identifier($0.name)) \($0.type)" }.joined(separator: ", "))))"
        var position = 0
        let list = self.columns.map { column in
            if let constant = column.constant { return "CAST(\(constant), '\(column.type)') AS \(SQLText.identifier(column.name))" }
            position += 1
            return "tupleElement(row, \(position)) AS \(SQLText.identifier(column.name))"
        }
        return """
            SELECT \(list.joined(separator: ", ")) FROM \
            (SELECT arrayJoin(JSONExtract(\(SQLText.stringLiteral(json)), \(SQLText.stringLiteral(type)))) AS row)
            """
    }

    /// A table that has columns and nothing else: `name String, id UUID`.
    static func empty(_ columns: String) -> String {
        let list = columns.split(separator: ", ").map { column in
            let parts = column.split(separator: " ", maxSplits: 1)
            return "defaultValueOfTypeName('\(parts[1])') AS \(SQLText.identifier(parts[0]))"
        }
        return "SELECT \(list.joined(separator: ", ")) WHERE 0"
    }
}
