// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import martlet

struct TerminalTests {
    @Test func `a table aligns texts to the left and numbers to the right`() {
        let table = Table(columns: [.text("name"), .number("rows")], rows: [["a", "1"], ["events", "12345"], ["x\ny", "2"]])
        #expect(
            table.rendered(style: TextStyle(isColored: false)) == """
                name     rows
                a           1
                events  12345
                x y         2

                """)
    }

    @Test func `headings are bold on a terminal and nowhere else`() {
        let table = Table(columns: [.text("name")], rows: [])
        #expect(table.rendered(style: TextStyle(isColored: true)) == "\u{1B}[1mname\u{1B}[0m\n")
        #expect(table.rendered(style: TextStyle(isColored: false)) == "name\n")
    }

    @Test func `progress tells the share, the rows, the speed and the quarantine`() {
        var progress = ProgressBar(of: .bytes(10_000_000), isVisible: false)
        progress.advance(byteCount: 5_000_000, rowCount: 1000, quarantinedCount: 2)
        #expect(progress.line(elapsed: .seconds(2)) == "[###############               ] 50%  1000 rows  2.5 MB/s  2 quarantined")
        var endless = ProgressBar(of: nil, isVisible: false)
        endless.advance(byteCount: 1, rowCount: 1, quarantinedCount: 0)
        #expect(endless.line(elapsed: .zero) == "1 rows  0.0 MB/s  0 quarantined")
    }
}
