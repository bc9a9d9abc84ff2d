// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct EngineExceptionTests {
    @Test(arguments: [
        (
            "[chdb] Code: 60. DB::Exception: Unknown table 'x'. (UNKNOWN_TABLE)",
            EngineException(code: 60, name: "UNKNOWN_TABLE", text: "Unknown table 'x'")
        ),
        (
            "[chdb] Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 26.9.2.1). (UNKNOWN_FORMAT)",
            EngineException(code: 73, name: "UNKNOWN_FORMAT", text: "Unknown format X")
        ),
        (
            "[chdb] Code: 62. DB::Exception: failed at (end of query): (x). (SYNTAX_ERROR)",
            EngineException(code: 62, name: "SYNTAX_ERROR", text: "failed at (end of query): (x)")
        ),
        ("something else", EngineException(code: 1001, name: "STD_EXCEPTION", text: "something else")),
    ])
    func `the driver's messages are read`(message: String, exception: EngineException) {
        #expect(EngineException(driverMessage: message) == exception)
    }

    @Test func `the answer has ClickHouse's form`() {
        let exception = EngineException(code: 60, name: "UNKNOWN_TABLE", text: "Unknown table 'x'")
        #expect(exception.body(version: "26.9.2.1") == "Code: 60. DB::Exception: Unknown table 'x'. (UNKNOWN_TABLE) (version 26.9.2.1)\n")
    }
}
