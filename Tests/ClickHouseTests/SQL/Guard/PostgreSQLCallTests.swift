// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct PostgreSQLCallTests {
    private func call(_ arguments: String) throws -> PostgreSQLCall {
        let query = try analyzeQuery("SELECT * FROM postgresql(\(arguments))")
        return try PostgreSQLCall(try #require(query.tableFunctions.first), in: query.text)
    }

    @Test func `a call tells its address, user and password`() throws {
        let call = try self.call("'db:5432' /* there */, 'd', 't', {u: String}, { p : String }, 's'")
        #expect(call.address == .text("db:5432"))
        #expect(call.addressRange == 25..<34)
        #expect(call.user == .parameter("u"))
        #expect(call.password == .parameter("p"))
        #expect(try self.call("{a: String}, 'd', 't', 'u', 'p'").address == .parameter("a"))
    }

    @Test(
        "whatever has to be computed, or could be read in two ways, is refused",
        arguments: [
            "'a' || 'b', 'd', 't', 'u', 'p'", "concat('a', 'b'), 'd', 't', 'u', 'p'", "(SELECT 'a'), 'd', 't', 'u', 'p'",
            "'a\\'b', 'd', 't', 'u', 'p'", "'a''b', 'd', 't', 'u', 'p'", "'a' AS x, 'd', 't', 'u', 'p'", "('a'), 'd', 't', 'u', 'p'",
            "‘a’, 'd', 't', 'u', 'p'", "x'61', 'd', 't', 'u', 'p'", "$$a$$, 'd', 't', 'u', 'p'", "named, 'd', 't', 'u', 'p'",
            "{a: Identifier}, 'd', 't', 'u', 'p'", "{a: LowCardinality(String)}, 'd', 't', 'u', 'p'", "+'a', 'd', 't', 'u', 'p'",
            "'a', 'd', 't', 'u', p = 'x'", "'a', 'd', 't', 'u'", "'a', 'd', 't', 'u', 'p', 's', 'more'", "named", "",
        ])
    func refused(arguments: String) {
        #expect(throws: (any Error).self) { try self.call(arguments) }
    }

    @Test func `only those whose policy says so may call it`() throws {
        let query = try analyzeQuery("SELECT * FROM PostgreSQL('a:1', 'd', 't', 'u', 'p')")
        #expect(throws: QueryRefusal(reason: .tableFunction("PostgreSQL"))) { try StatementGuard().check(query) }
        var policy = QueryPolicy()
        policy.tableFunctions.formUnion(QueryPolicy.remoteDatabases)
        #expect(throws: Never.self) { try StatementGuard(policy).check(query) }
    }
}
