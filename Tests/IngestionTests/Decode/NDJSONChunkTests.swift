// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

/// Bodies that arrive in chunks come to the same as whole ones.
struct NDJSONChunkTests {
    private static let columns: [(String, String, String?, String?)] = [("id", "Int32", "$.id", nil), ("name", "String", "$.name", nil)]

    @Test(
        arguments: [
            "", "\n", "{\"id\":1,\"name\":\"a\"}", "{\"id\":1,\"name\":\"a\"}\r\n\r\n \n{\"id\":2,\"name\":\"é\"}\r\n",
            "no\n{\"id\":2,\"name\":\"b\"}\n\n{\"id\":\"x\"}\n[]", "{\"id\":1,\"name\":\"\\u00e9\\n\"}\n{\"id\":2",
        ])
    func `chunks may end anywhere`(body: String) throws {
        let bytes = Array(body.utf8)
        let whole = try Self.decode([bytes])
        for end in 0...bytes.count { #expect(try Self.decode([Array(bytes[..<end]), Array(bytes[end...])]) == whole, "cut at \(end)") }
        #expect(try Self.decode(bytes.map { [$0] }) == whole)
    }

    @Test func `rows come with the chunk that completes them`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.columns))
        #expect(decoder.push(Array("{\"id\":1,\"name\":\"a\"}".utf8)).rowCount == 0)
        #expect(decoder.push(Array("\n{\"id\":2,\"name\":\"b\"}\n{".utf8)).rowCount == 2)
        #expect(decoder.finish().quarantined.map(\.line) == [3])
    }

    @Test func `a finished decoder starts another body`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.columns))
        _ = (decoder.push(Array("\n\n{\"id\":1".utf8)), decoder.finish())
        #expect(decoder.push(Array("no\n".utf8)).quarantined.map(\.line) == [1])
    }

    @Test func `a line above ten mebibytes is refused once and passed over`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.columns))
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 4 << 20)
        var quarantined: [QuarantinedRow] = []
        for _ in 0..<6 { quarantined += decoder.push(chunk).quarantined }
        #expect(quarantined.map(\.errors) == [["row above 10 MiB"]])
        #expect(quarantined.first?.values.last??.utf8.count == 8 << 10)

        let rows = decoder.push(Array("x\n{\"id\":2,\"name\":\"b\"}\nno\n".utf8))
        #expect(BlockText.rows(of: rows.block) == [["2", "b"]])
        #expect(rows.quarantined.map(\.line) == [3])
    }

    private struct Outcome: Equatable {
        var rows: [[String]] = []
        var quarantined: [QuarantinedRow] = []
    }

    private static func decode(_ chunks: [[UInt8]]) throws -> Outcome {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.columns))
        var outcome = Outcome()
        for chunk in chunks {
            let rows = decoder.push(chunk)
            outcome.rows += BlockText.rows(of: rows.block)
            outcome.quarantined += rows.quarantined
        }
        let rest = decoder.finish()
        outcome.rows += BlockText.rows(of: rest.block)
        outcome.quarantined += rest.quarantined
        return outcome
    }
}
