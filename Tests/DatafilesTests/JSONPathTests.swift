// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct JSONPathTests {
    @Test(
        arguments: [
            ("$", []),
            ("$.a", [.key("a")]),
            ("$.a.b.c", [.key("a"), .key("b"), .key("c")]),
            ("$.a[:]", [.key("a"), .items]),
            ("$.a[:].b[:]", [.key("a"), .items, .key("b"), .items]),
            ("$.a[0]", [.key("a"), .index(0)]),
            ("$['a']", [.key("a")]),
            ("$.['we.ird']", [.key("we.ird")]),
            ("$.\"a b\"", [.key("a b")]),
            (#"$['it\'s']"#, [.key("it's")]),
            ("$.$set.@id-x", [.key("$set"), .key("@id-x")]),
            ("$.größe", [.key("größe")]),
        ] as [(String, [JSONPath.Step])])
    func `a path is its steps`(text: String, steps: [JSONPath.Step]) throws {
        #expect(try JSONPath(parsing: text).steps == steps)
    }

    @Test(
        arguments: [
            ("$['a'].b", "$.a.b"),
            ("$.\"a b\"[:]", "$['a b'][:]"),
            (#"$["it's"]"#, #"$['it\'s']"#),
            ("$.['']", "$['']"),
        ])
    func `a path prints in one spelling, which reads the same`(text: String, printed: String) throws {
        let path = try JSONPath(parsing: text)
        #expect(path.description == printed)
        #expect(try JSONPath(parsing: printed) == path)
    }

    @Test(
        arguments: [
            ("", "a path starts with '$', like '$.name'"),
            ("a.b", "a path starts with '$', like '$.name'"),
            ("$a", "expected '.' or '[' after '$'"),
            ("$.", "a key is missing after the last '.'"),
            ("$.a..b", "'..' is not supported: write every key on the way, like '$.a.b'"),
            ("$.*", "wildcards are not supported: name the key; for the items of an array write '[:]'"),
            ("$.a[*]", "wildcards are not supported: write '[:]' for all items of an array"),
            ("$.a[?(@.b)]", "filters are not supported: write '[:]' for all items of an array, and filter in SQL"),
            ("$.a[-1]", "negative indexes are not supported: items are counted from 0"),
            ("$.a[1:2]", "slices are not supported: write '[:]' for all items of an array"),
            ("$.a[::2]", "slices are not supported: write '[:]' for all items of an array"),
            ("$.a[b]", "'[b]' selects nothing: write '[:]', an item like '[0]', or a quoted key like ['key']"),
            ("$.a[]", "'[]' selects nothing: write '[:]', an item like '[0]', or a quoted key like ['key']"),
            (
                "$.a[99999999999999999999]",
                "'[99999999999999999999]' selects nothing: write '[:]', an item like '[0]', or a quoted key like ['key']"
            ),
            ("$.a[0", "the closing ] is missing after '$.a[0'"),
            ("$['a", "the closing ' is missing"),
            ("$['a'", "the closing ] is missing after '$['a''"),
            ("$.a b", "' ' is not allowed in a plain key: write ['key'] instead of .key"),
            ("$.a]", "']' is not allowed in a plain key: write ['key'] instead of .key"),
        ])
    func `what names no single value is refused`(text: String, reason: String) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(parsing: text) }
        #expect(error?.message == "Invalid JSON path '\(text)': \(reason)")
    }

    @Test func `a path longer than JSON may be deep is refused`() {
        let text = "$" + String(repeating: ".a", count: 65)
        #expect(throws: JSONPathError.self) { try JSONPath(parsing: text) }
        #expect(throws: Never.self) { try JSONPath(parsing: String(text.dropLast(2))) }
    }
}
