// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Workspaces

struct TokenScopeTests {
    @Test(arguments: [
        "ADMIN", "TOKENS", "DATASOURCES:CREATE", "WORKSPACE:READ_ALL", "DATASOURCES:READ:events", "PIPES:READ:top_pages",
        "DATASOURCES:READ:events:org = 'a:b'",
    ])
    func `a scope survives its wire form`(wire: String) {
        #expect(TokenScope(wire: wire)?.wire == wire)
    }

    @Test func `the third part is a row filter and may hold colons`() {
        let scope = TokenScope(wire: "DATASOURCES:READ:events:url = 'http://x'")
        #expect(scope == TokenScope(.readDataSource, resource: "events", filter: "url = 'http://x'"))
    }

    @Test(arguments: ["", "admin", "DATASOURCES", "DATASOURCES:READ", "PIPES:READ:", "ADMIN:events", "DATASOURCES:CREATE:events", "NOPE:x"])
    func `what is no scope is refused`(wire: String) {
        #expect(TokenScope(wire: wire) == nil)
    }
}
