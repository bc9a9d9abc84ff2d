// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct QueryStatisticsTests {
    @Test(arguments: [
        #"{"rows":1,"statistics":{"elapsed":0.1,"rows_read":12,"bytes_read":345}}"#,
        "{\n\t\"rows\": 1,\n\n\t\"statistics\":\n\t{\n\t\t\"elapsed\": 0.1,\n\t\t\"rows_read\": 12,\n\t\t\"bytes_read\": 345\n\t}\n}\n",
    ])
    func `a document's last figures are found`(document: String) throws {
        let figures = try #require(QueryStatistics.read(fromEndOf: Array(document.utf8)))
        #expect(figures.rows == 12)
        #expect(figures.bytes == 345)
    }

    @Test(
        arguments: [
            (#"{"rows":7,"statistics":{"elapsed":0.1,"rows_read":12,"bytes_read":345}}"#, 7),
            (
                "{\n\t\"rows\": 8,\n\n\t\"rows_before_limit_at_least\": 90,\n\n\t\"statistics\":\n\t{\n\t\t\"elapsed\": 1.5e-05,\n"
                    + "\t\t\"rows_read\": 12,\n\t\t\"bytes_read\": 345\n\t}\n}\n", 8
            ),
            (#"{"rows":7,"other":1,"statistics":{"elapsed":0.1,"rows_read":12,"bytes_read":345}}"#, nil), ("}}", nil),
        ] as [(String, Int?)])
    func `so is how many rows it has`(document: String, rows: Int?) {
        #expect(QueryStatistics.resultRows(fromEndOf: Array(document.utf8)) == rows)
    }

    @Test(arguments: [
        "", "}}", #"{"data":[{"rows_read":12,"bytes_read":345}],"rows":1}"#, #"{"rows_read":12,"bytes_read":345}"#,
        #"{"s":{"rows_read":99999999999999999999,"bytes_read":1}}"#,
    ])
    func `nothing else is taken for them`(document: String) {
        #expect(QueryStatistics.read(fromEndOf: Array(document.utf8)) == nil)
    }

    @Test func `the summary leaves out what is not known`() {
        let statistics = QueryStatistics(readRows: 5, writtenRows: 0, elapsed: .microseconds(1500))
        #expect(statistics.summary == #"{"read_rows":"5","written_rows":"0","elapsed_ns":"1500000"}"#)
    }
}
