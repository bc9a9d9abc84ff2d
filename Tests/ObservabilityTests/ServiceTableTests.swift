// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Testing
import Workspaces

@testable import Observability

struct ServiceTableTests {
    @Test func `every table that may be read is made`() {
        #expect(Set(ServiceTable.all.map(\.name)) == ServiceDataSources.served)
        #expect(ServiceTable.all.count == ServiceDataSources.served.count)
    }

    @Test func `a row has the columns of its table in their order`() {
        var writer = RowWriter()
        writer.row { row in
            row.number(UInt16(258))
            row.text("é")
            row.text(optional: nil)
            row.text(optional: "a")
            row.texts(["b", ""])
            row.map(["k": "v"])
            row.number(Float(1))
            row.count(-1)
        }
        #expect(
            Array(writer.bytes.readableBytesView) == [
                2, 1, 2, 0xC3, 0xA9, 1, 0, 1, 97, 2, 1, 98, 0, 1, 1, 107, 1, 118, 0, 0, 0x80, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0,
            ])
    }

    @Test func `a long text has its length in seven bits a byte`() {
        var writer = RowWriter()
        writer.text(String(repeating: "a", count: 300))
        #expect(Array(writer.bytes.readableBytesView.prefix(3)) == [0xAC, 0x02, 97])
    }

    @Test(
        arguments: [
            ("1970-01-01 00:00:00.000000", 0), ("2026-01-05 10:00:00.123456", 1_767_607_200_123),
            ("2024-02-29 23:59:59.999999", 1_709_251_199_999),
            ("2000-03-01 00:00:00.000000", 951_868_800_000), ("not a time", 0),
        ] as [(String, Int64)])
    func `a timestamp's text is a moment`(text: String, milliseconds: Int64) {
        #expect(Moment(Timestamp(text)).milliseconds == milliseconds)
    }
}
