// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows under headings, in aligned columns.
struct Table {
    struct Column {
        let title: String
        let isNumber: Bool

        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    let columns: [Column]
    let rows: [[String]]

    func rendered(style: TextStyle) -> String {
        let widths = self.columns.indices.map { index in ([self.columns[index].title] + self.rows.map { $0[index] }).map(\.count).max() ?? 0
        }
        let header = self.line(self.columns.map(\.title), widths: widths)
        let body = self.rows.map { self.line($0.map { $0.replacing("\n", with: " ") }, widths: widths) }
        return ([style.bold(header)] + body).map { $0 + "\n" }.joined()
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
            line += (index == 0 ? "" : "  ") + (self.columns[index].isNumber ? padding + cell : cell + padding)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
