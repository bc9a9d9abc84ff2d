// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import Testing

@testable import martlet

struct TestYAMLTests {
    @Test func `a clock for all tests stands above their list, and stays when the file is rewritten`() throws {
        let text = "now: 2026-01-05 10:00:00\ntests:\n- name: a\n  owner: somebody\n  parameters: top?n=1&m=2\n  expected_result: ''\n"
        let file = try TestFile(path: "tests/top.yaml", text: text)
        #expect(file.pipe == "top")
        #expect(file.now == "2026-01-05 10:00:00")
        #expect(file.cases.map(\.parameters) == ["n=1&m=2"])
        var yaml = try TestYAML(text)
        yaml.expect(CallAnswer(status: 404, text: "12"), of: 0)
        #expect(
            try yaml.text() == """
                now: 2026-01-05 10:00:00
                tests:

                - name: a
                  owner: somebody
                  parameters: top?n=1&m=2
                  expected_result: '12'
                  expected_http_status: 404

                """)
    }

    @Test(arguments: [
        ("a: 1", "tests/t.yaml: it is no list of tests"), ("- 1", "tests/t.yaml: test 1 has no name"),
        ("- name: a\n- parameters: b", "tests/t.yaml: test 2 has no name"),
    ])
    func `a file that is none says what is wrong with it`(text: String, reason: String) {
        let error = #expect(throws: TestFileError.self) { try TestFile(path: "tests/t.yaml", text: text) }
        #expect(error?.description == reason)
    }

    @Test func `an empty file has no tests`() throws {
        #expect(try TestFile(path: "tests/t.yaml", text: "").cases.isEmpty)
    }

    @Test(arguments: [
        ("a\nb\n", "a\nc\n", "  a\n- b\n+ c\n"), ("", "a\n", "+ a\n"), ("a\n", "", "- a\n"), ("a\n", "a\n", "  a\n"),
        ("a\nb\nc\n", "b\nc\nd\n", "- a\n  b\n  c\n+ d\n"),
    ])
    func `a difference tells line by line what goes and what comes`(old: String, new: String, difference: String) {
        #expect(LineDifference(from: old, to: new).text == difference)
    }
}
