// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Templates

struct TemplateDictionaryTests {
    @Test func `members keep the order in which they came`() {
        var members = TemplateDictionary()
        for name in ["c", "a", "b"] { members[.text(name)] = .text(name) }
        members[.text("a")] = TemplateValue(1)
        #expect(members.keys == [.text("c"), .text("a"), .text("b")])
        members[.text("c")] = nil
        members[.text("z")] = nil
        #expect(members.keys == [.text("a"), .text("b")])
        #expect(members[.text("a")] == TemplateValue(1))
        #expect(members[.text("b")] == .text("b"))
        #expect(members[.text("c")] == nil)
    }

    @Test func `equal numbers are one key`() {
        var members = TemplateDictionary()
        members[TemplateValue(1)] = .text("a")
        members[.float(1)] = .text("b")
        members[TemplateValue(true)] = .text("c")
        #expect(members.count == 1)
        #expect(members[TemplateValue(1)] == .text("c"))
    }
}
