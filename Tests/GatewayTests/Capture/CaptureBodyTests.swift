// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Foundation
import MartletCore
import Testing

@testable import Gateway

/// What of a request of PostHog's SDKs is JSON, and what is wrapping.
struct CaptureBodyTests {
    /// Its base64 has both characters that URLs escape, and one that fills up.
    private static let event = #"{"event":"~~?>é","distinct_id":"12"}"#
    private static let base64 = "eyJldmVudCI6In5+Pz7DqSIsImRpc3RpbmN0X2lkIjoiMTIifQ=="

    private static func json(_ body: [UInt8], query: String? = nil) throws -> String {
        try CaptureBody(body, query: WireParameters(query: query)).json
    }

    private static func message(of body: [UInt8], query: String? = nil) -> String? {
        let error = #expect(throws: (any Error).self) { try Self.json(body, query: query) }
        return (error as? any ServiceError)?.message
    }

    @Test(
        arguments: [
            (event, nil), (event, "compression=gzip-js"), (base64, nil), ("data=\(base64)", nil),
            ("data=\(base64)&compression=base64", nil),
            ("ver=1.57.2&data=\(base64.replacing("+", with: "%2B").replacing("=", with: "%3D"))", nil), ("data=\(event)", nil),
            ("", "data=\(base64)"), ("", "data=\(base64)&img=1&ip=1&_=1772366400000&ver=1.57.2"), ("", "data=\(event)"),
            ("", "data=eyJldmVudCI6In5-Pz7DqSIsImRpc3RpbmN0X2lkIjoiMTIifQ"),
        ] as [(String, String?)])
    func `plain and encoded, in the body, a form or the URL, it is the same JSON`(body: String, query: String?) throws {
        #expect(try Self.json(Array(body.utf8), query: query) == Self.event)
    }

    @Test func `compressed bytes are known by how they begin, also inside of base64`() throws {
        let gzip = try Gzip.compress(Array(Self.event.utf8))
        #expect(try Self.json(gzip) == Self.event)
        #expect(try Self.json(gzip, query: "compression=gzip-js") == Self.event)
        let encoded = Data(gzip).base64EncodedString().replacing("+", with: "%2B")
        #expect(try Self.json(Array("data=\(encoded)&compression=gzip-js".utf8)) == Self.event)
        #expect(try Self.json([], query: "data=\(encoded)") == Self.event)
    }

    @Test func `JSON that speaks of data is no form`() throws {
        let text = #" [{"event":"a&data=b"}]"#
        #expect(try Self.json(Array(text.utf8)) == text)
    }

    @Test(
        arguments: [
            ("", nil, "the body is no events: expected JSON, gzip of JSON, or base64 of either in \"data\""),
            ("7", nil, "the body is no events: expected JSON, gzip of JSON, or base64 of either in \"data\""),
            ("data=", nil, "the body is no events: expected JSON, gzip of JSON, or base64 of either in \"data\""),
            ("", "data=a%20%3F", "the body is no events: expected JSON, gzip of JSON, or base64 of either in \"data\""),
            ("data=%%%", nil, "\"%%%\" is not valid percent-encoding of UTF-8 text"),
            ("data=N4IgbghgNg9g&compression=lz64", nil, "parameter \"compression\" is not valid: expected gzip, gzip-js or base64"),
            ("data=N4IgbghgNg9g", "compression=lz64", "parameter \"compression\" is not valid: expected gzip, gzip-js or base64"),
            ("N4IgbghgNg9g", "compression=lz64", "parameter \"compression\" is not valid: expected gzip, gzip-js or base64"),
        ] as [(String, String?, String)])
    func `what is in no wrapping that is known is refused`(body: String, query: String?, message: String) {
        #expect(Self.message(of: Array(body.utf8), query: query) == message)
    }

    @Test func `compressed bytes that are broken, or too many, are refused`() throws {
        let gzip = try Gzip.compress(Array(Self.event.utf8))
        #expect(Self.message(of: Array(gzip.dropLast(9)))?.hasPrefix("the body cannot be decompressed: ") == true)
        let bomb = try Gzip.compress([UInt8](repeating: 0x20, count: 11 << 20))
        #expect(Self.message(of: bomb) == "body is larger than 10485760 bytes")
    }
}
