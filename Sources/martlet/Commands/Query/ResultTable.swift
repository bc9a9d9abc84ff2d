// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient

/// The answer to a query for people: names, types, a rule, rows; numbers to the right, two blanks around each value.
struct ResultTable {
    let answer: QueryAnswer

    func rendered(style: TextStyle) -> String {
        let rows = self.answer.rows.map { $0.map { $0.text.replacing("\n", with: " ") } }
        let columns = self.answer.meta
        let widths = columns.indices.map { index in
            ([columns[index].name, columns[index].type] + rows.map { $0[index] }).map(\.count).max() ?? 0
        }
        let areNumbers = columns.indices.map { index in
            !rows.isEmpty && self.answer.rows.allSatisfy { [.null, .number].contains($0[index].kind) }
        }
        let line = { (cells: [String], paint: (String) -> String) in
            let padded = cells.indices.map { index in
                let padding = String(repeating: " ", count: widths[index] - cells[index].count)
                return "  " + (areNumbers[index] ? padding + paint(cells[index]) : paint(cells[index]) + padding) + "  "
            }
            return padded.joined() + "\n"
        }
        let rule = String(repeating: "─", count: widths.reduce(0) { $0 + $1 + 4 }) + "\n"
        return line(columns.map(\.name), style.bold) + line(columns.map(\.type)) { $0 } + rule + rows.map { line($0) { $0 } }.joined()
    }
}

extension JSONValue {
    fileprivate enum Kind { case null, number, other }

    fileprivate var kind: Kind {
        switch self {
        case .null: .null
        case .integer, .large, .number: .number
        case .boolean, .text, .list, .object: .other
        }
    }
}
