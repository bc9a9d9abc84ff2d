// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import FileSources

struct ServerAddressTests {
    @Test(
        "a server is a host and a port",
        arguments: [
            ("DB.example.com:5432", "db.example.com", 5432), ("192.0.2.1:1", "192.0.2.1", 1),
            ("[2001:db8::1]:65535", "2001:db8:0:0:0:0:0:1", 65_535),
        ])
    func read(text: String, host: String, port: Int) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(
        "whatever a library could take for something else is none",
        arguments: [
            "", ":", "a", "a:", ":1", "a:0", "a:65536", "a:-1", "a:1x", "/var/run:1", "@x:1", "a,b:1", "a|b:1", "a b:1", "a'b:1", "a=b:1",
            "::1:1",
            "[::1]", "[a]:1", "a:1:2", "é:1",
        ])
    func none(text: String) { #expect(ServerAddress(text) == nil) }

    @Test func `every address of a host must be one that may be connected to`() async throws {
        let addresses = ["8.8.8.8", "2606:4700::1111", "10.0.0.5"].compactMap { IPAddress($0) }
        let server = try #require(ServerAddress("db:5432"))
        let resolved = { (count: Int, allowed: String) in
            let resolver = HostResolver { _ in Array(addresses.prefix(count)) }
            return try await server.resolved(by: resolver, within: AddressGuard(allowing: [AllowedOrigin(allowed)].compactMap(\.self)))
        }
        #expect(try await resolved(2, "x") == ["8.8.8.8:5432", "[2606:4700:0:0:0:0:0:1111]:5432"])
        #expect(try await resolved(3, "x") == nil)
        #expect(try await resolved(3, "db:5433") == nil)
        #expect(try await resolved(3, "db:5432")?.last == "10.0.0.5:5432")
        #expect(try await resolved(0, "x") == [])
    }
}
