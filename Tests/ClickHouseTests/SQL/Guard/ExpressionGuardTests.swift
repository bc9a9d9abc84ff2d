// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import ClickHouse

struct ExpressionGuardTests {
    private let expressionGuard = ExpressionGuard(columns: ["ts", "user", "disk"])

    @Test(arguments: [
        "now()", "toYYYYMM(ts)", "user, ts", "ts + INTERVAL 90 DAY DELETE WHERE user = 'a)b;'", "[]", "map('a', 1)",
        "index_granularity = 1024",
        "cityHash64(user) % 10", "toDateTime(ts) + toIntervalDay(400)", "disk", "", "'select'",
    ])
    func `ordinary definitions pass`(text: String) throws {
        try self.expressionGuard.check(text)
    }

    @Test(arguments: [
        ("file('/etc/passwd')", "the function `file` is not allowed"),
        ("arrayMap(file, ['/etc/passwd'])", "`file` is neither a column nor a function it may use"),
        ("`file`('/etc/passwd')", "the function `file` is not allowed"), ("user()", "the function `user` is not allowed"),
        ("dictGet('d', 'a', 1)", "the function `dictGet` is not allowed"), ("(SELECT 1)", "a query has no place in it"),
        ("1) ENGINE = Memory", "`)` closes nothing"), ("1; DROP TABLE t", "a semicolon has no place in it"),
        ("(1", "a bracket is not closed"),
        ("'a", "string literal is not closed"), ("storage_policy = 'x'", "`storage_policy` is not the author's to choose"),
        ("1 /* ", "comment is not closed"),
    ])
    func `what reaches out or breaks out is refused`(text: String, reason: String) {
        #expect(throws: ExpressionRefusal(reason: reason)) { try self.expressionGuard.check(text) }
    }

    @Test func `a setting may not choose the disk`() {
        #expect(throws: ExpressionRefusal.self) { try ExpressionGuard(columns: []).check("disk = disk(type = 'local', path = '/etc/')") }
    }
}
