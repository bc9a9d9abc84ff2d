// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Ingestion

struct FileRowsTests {
    @Test func `rows of files are counted once, with the batch that has them`() {
        var rows = FileRows()
        rows.add(LogReceipt(sequence: 1, rowCount: 10, quarantinedCount: 1, isDuplicate: false))
        rows.add(LogReceipt(sequence: 3, rowCount: 20, quarantinedCount: 0, isDuplicate: false))
        rows.add(LogReceipt(sequence: 3, rowCount: 20, quarantinedCount: 0, isDuplicate: true))
        rows.add(LogReceipt(sequence: 5, rowCount: 40, quarantinedCount: 2, isDuplicate: false))
        #expect(rows.remove(through: 4) == FileRows.Count(rowCount: 30, quarantinedCount: 1))
        #expect(rows.remove(through: 4) == FileRows.Count())
        #expect(rows.remove(through: 9) == FileRows.Count(rowCount: 40, quarantinedCount: 2))
    }
}
