// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import ClickHouseClient

struct EngineErrorTests {
    @Test(arguments: [
        (
            "Code: 60. DB::Exception: Unknown table expression identifier 'x' in scope SELECT 1. (UNKNOWN_TABLE) (version 26.9.2.1)\n", 60,
            "UNKNOWN_TABLE", "Unknown table expression identifier 'x' in scope SELECT 1"
        ),
        (
            "Code: 159. DB::Exception: Timeout exceeded: elapsed 1 seconds. (TIMEOUT_EXCEEDED), Stack trace:\n0. f(x)", 159,
            "DATABASE_ERROR",
            "Timeout exceeded: elapsed 1 seconds. (TIMEOUT_EXCEEDED),"
        ),
        ("nothing we know", 0, "DATABASE_ERROR", "nothing we know"), ("", 0, "DATABASE_ERROR", ""),
        ("Code: 47. DB::Exception: a (b) c. (UNKNOWN_IDENTIFIER)", 47, "UNKNOWN_IDENTIFIER", "a (b) c"),
    ])
    func `the number, the name and the text are read from an answer`(answer: String, code: Int, name: String, text: String) {
        guard case .exception(let readCode, let readName, let readText) = EngineError(answer: answer, headerCode: nil) else {
            Issue.record("an answer is an exception")
            return
        }
        #expect((readCode, readName, readText) == (code, name, text))
    }

    @Test func `the header's number wins over the text's`() {
        #expect(EngineError(answer: "Code: 1. DB::Exception: x", headerCode: 62).databaseCode == 62)
    }

    @Test func `an engine that does not answer is unavailable for a moment`() {
        let error = EngineError.unreachable(reason: "refused")
        #expect(error.code == .unavailable && error.retryAfterSeconds == 1)
        #expect(!error.message.contains("refused"))
    }

    @Test func `a summary's numbers are read from their texts`() {
        let summary = EngineSummary(header: #"{"read_rows":"3","read_bytes":"24","written_rows":"0","elapsed_ns":"1500"}"#)
        #expect((summary.readRows, summary.readBytes, summary.elapsed) == (3, 24, .nanoseconds(1500)))
        #expect(EngineSummary(header: "nonsense") == EngineSummary())
    }
}
