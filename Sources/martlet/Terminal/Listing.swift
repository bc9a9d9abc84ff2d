// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient

/// What an `ls` prints: rows under names, as a table, as JSON, or as CSV.
struct Listing {
    /// One value: what programs read, and what people are shown.
    struct Field {
        let value: JSONValue
        let text: String

        static func text(_ text: String?) -> Field { Field(value: .text(text ?? ""), text: text ?? "") }
        static func number(_ number: Int) -> Field { Field(value: .integer(Int64(number)), text: String(number)) }
        static func value(_ value: JSONValue) -> Field { Field(value: value, text: value.text) }

        /// Digits in groups of three; nothing to speak of is a dash.
        static func count(_ number: Int) -> Field {
            number == 0 ? Field(value: .text("-"), text: "-") : Field(value: .integer(Int64(number)), text: Quantity.grouped(number))
        }

        static func size(_ bytes: Int) -> Field {
            bytes == 0 ? Field(value: .text("-"), text: "-") : Field(value: .integer(Int64(bytes)), text: Quantity.size(bytes))
        }

        /// A moment as the API writes it, to the second.
        static func time(_ moment: String) -> Field { .text(String(moment.prefix(19)).replacing("T", with: " ")) }
    }

    /// The heading of the table, for example `Pipes`.
    let title: String
    /// The JSON document's one member, for example `pipes`.
    let key: String
    let columns: [String]
    let rows: [[Field]]

    func rendered(as format: OutputFormat, width: Int, style: TextStyle) -> String {
        switch format {
        case .human:
            "** \(self.title):\n"
                + FramedTable(columns: self.columns, rows: self.rows.map { $0.map(\.text) }).rendered(width: width, style: style) + "\n"
        case .json: self.json + "\n"
        case .csv: CSV.text([self.columns] + self.rows.map { $0.map(\.value.text) })
        }
    }

    func write(as format: OutputFormat) {
        Terminal.output.write(self.rendered(as: format, width: Terminal.output.width, style: TextStyle(of: .standardOutput)))
    }

    /// Members in the order of the columns.
    private var json: String {
        let objects = self.rows.map { row in
            let members = zip(self.columns, row).map { "      \(JSONValue.text($0).json): \($1.value.json)" }
            return "    {\n\(members.joined(separator: ",\n"))\n    }"
        }
        let list = objects.isEmpty ? "[]" : "[\n\(objects.joined(separator: ",\n"))\n  ]"
        return "{\n  \(JSONValue.text(self.key).json): \(list)\n}"
    }
}

/// Comma-separated values (RFC 4180, with plain line feeds).
enum CSV {
    static func text(_ rows: [[String]]) -> String { rows.map { $0.map(self.field).joined(separator: ",") + "\n" }.joined() }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
