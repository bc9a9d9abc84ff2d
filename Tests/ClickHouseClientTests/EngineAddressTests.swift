// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import ClickHouseClient

struct EngineAddressTests {
    @Test func `a socket's path is one part of the address`() {
        #expect(EngineAddress.unixSocket(path: "/a b/c.sock").url(of: "/?query=1") == "http+unix://%2Fa%20b%2Fc.sock/?query=1")
    }

    @Test func `user and password travel in headers, not in the address`() throws {
        let address = try EngineAddress(url: "https://me:s%23cret@db.example:8443/")
        #expect(address.url(of: "/ping") == "https://db.example:8443/ping")
        #expect(address.credentials.map { "\($0.name): \($0.value)" } == ["X-ClickHouse-User: me", "X-ClickHouse-Key: s#cret"])
        #expect(try EngineAddress(url: "http://127.0.0.1:8123").credentials.isEmpty)
    }

    @Test(arguments: ["", "localhost:8123", "ftp://x", "http://", "http://x/path", "http://x?a=1"])
    func `what is no server's address is refused without repeating it`(text: String) {
        let error = #expect(throws: RequestError.self) { try EngineAddress(url: text) }
        #expect(error?.message.hasPrefix("the ClickHouse address is not valid: expected") == true)
    }
}
