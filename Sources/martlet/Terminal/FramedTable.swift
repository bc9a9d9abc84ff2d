// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows under names between lines of dashes; where that is too wide, a block of `name: value` lines a row.
///
/// The look that users of the grammar know, and that their scripts search.
struct FramedTable {
    let columns: [String]
    let rows: [[String]]

    func rendered(width: Int, style: TextStyle) -> String {
        let rows = self.rows.map { $0.map { $0.replacing("\n", with: " ") } }
        let widths = self.columns.indices.map { index in ([self.columns[index]] + rows.map { $0[index] }).map(\.count).max() ?? 0 }
        let line = String(repeating: "-", count: widths.reduce(1) { $0 + $1 + 3 })
        guard line.count <= width else { return Self.blocks(self.columns, rows, width: width, style: style) }
        let areNumbers = self.columns.indices.map { index in !rows.isEmpty && rows.allSatisfy { Self.isNumber($0[index]) } }
        let cells = { (row: [String], paint: (String) -> String) in
            "|"
                + row.indices.map { index in
                    let padding = String(repeating: " ", count: widths[index] - row[index].count)
                    let text = paint(row[index])
                    return " \(areNumbers[index] ? padding + text : text + padding) |"
                }
                .joined()
        }
        let body = rows.map { cells($0) { $0 } }
        let lines = [line, cells(self.columns, style.bold), line] + body + (body.isEmpty ? [] : [line])
        return lines.map { $0 + "\n" }.joined()
    }

    private static func blocks(_ columns: [String], _ rows: [[String]], width: Int, style: TextStyle) -> String {
        let blocks = rows.map { row in zip(columns, row).map { (name: "\($0):", value: $1) } }
        let longest = blocks.joined().map { $0.name.count + 1 + $0.value.count }.max() ?? "------------".count
        let line = String(repeating: "-", count: min(longest, width)) + "\n"
        guard !blocks.isEmpty else { return "\(line)Empty\n\(line)" }
        return line + blocks.map { $0.map { "\(style.bold($0.name)) \($0.value)\n" }.joined() + line }.joined()
    }

    private static func isNumber(_ text: String) -> Bool { Double(text.filter { $0 != "," }) != nil }
}
