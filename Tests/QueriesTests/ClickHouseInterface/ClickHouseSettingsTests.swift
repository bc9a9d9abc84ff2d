// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Queries

struct ClickHouseSettingsTests {
    private func settings(_ sent: [String: String]) throws -> [String: String] { try ClickHouseSettings.engineSettings(of: sent) }

    @Test func `what means something is passed on, what drivers always send is passed over`() throws {
        #expect(
            try self.settings([
                "session_timezone": "UTC", "output_format_json_quote_denormals": "1", "wait_end_of_query": "1", "extremes": "",
            ])
                == ["session_timezone": "UTC", "output_format_json_quote_denormals": "1"])
    }

    @Test(arguments: [("3", "3"), ("1000", "10"), ("0", nil), ("0.2", "1")] as [(String, String?)])
    func `limits can be lowered only`(_ asked: String, _ given: String?) throws {
        #expect(try self.settings(["max_execution_time": asked]) == given.map { ["max_execution_time": $0] } ?? [:])
    }

    @Test(arguments: [
        ("max_execution_time", "long", 27), ("max_execution_time", "-1", 27), ("additional_table_filters", "{}", 115),
        ("output_format_schema", "x", 115), ("x", "1", 115),
    ])
    func `all else is refused`(_ name: String, _ value: String, _ number: Int) {
        #expect { try self.settings([name: value]) } throws: { ($0 as? ClickHouseError)?.number == number }
    }

    @Test func `formats are known in any case, unless they need a schema`() {
        #expect(ClickHouseFormat("tabseparatedwithnames")?.name == "TabSeparatedWithNames")
        #expect(ClickHouseFormat("RowBinaryWithNamesAndTypes")?.name == "RowBinaryWithNamesAndTypes")
        #expect(ClickHouseFormat("Template") == nil && ClickHouseFormat("Protobuf") == nil && ClickHouseFormat("MySQLWire") == nil)
    }
}
