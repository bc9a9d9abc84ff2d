// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import ClickHouseClient

struct EngineSummaryTests {
    @Test func `the figures are read as texts and as numbers`() {
        let summary = EngineSummary(
            header: #"{"read_rows":"12","read_bytes":"34","written_rows":"5","total_rows_to_read":"9","elapsed_ns":"1500"}"#)
        #expect(summary.readRows == 12)
        #expect(summary.readBytes == 34)
        #expect(summary.writtenRows == 5)
        #expect(summary.elapsed == .nanoseconds(1500))
        #expect(EngineSummary(header: #"{ "read_rows" : 7 }"#).readRows == 7)
    }

    @Test(arguments: ["", "{}", "nonsense", #"{"read_rows":"many"}"#, #"{"read_rows":"99999999999999999999"}"#, ",:,:"])
    func `what cannot be read counts as nothing`(header: String) {
        #expect(EngineSummary(header: header) == EngineSummary())
    }
}
