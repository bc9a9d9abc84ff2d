// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct DotenvTests {
    private static func read(_ text: String) -> Dotenv {
        Dotenv(ProjectFile(path: ".env", text: text), environment: ["OUTER": "outside", "B": "hidden"])
    }

    @Test(
        "A value is read as python-dotenv reads it",
        arguments: [
            ("A=1", "1"), ("  export A = two words  ", "two words"), ("'A'=x", "x"), ("A=", ""), ("A=a b # note", "a b"), ("A=a#b", "a#b"),
            ("A= #b", "#b"), ("A='a # b' # note", "a # b"), ("A='it\\'s \\\\ \\n'", "it's \\ \\n"), ("A=\"a\\tb\\\"c\\q\"", "a\tb\"c\\q"),
            ("A=\"one\n\ntwo\"", "one\n\ntwo"), ("A='a\\'", "a\\"), ("A=\\n", "\\n"), ("A=1\r\nB=2", "1"), ("A=1\nA=2", "2"),
            ("A=x=y", "x=y"), ("\u{FEFF}A=1", "1"), ("A=\"\"", ""), ("A=日本\u{301}", "日本\u{301}"),
        ])
    func values(text: String, value: String) {
        #expect(Self.read(text).values["A"] == value)
        #expect(Self.read(text).diagnostics == [])
    }

    @Test(
        "Variables above, those of the environment and defaults take the place of expressions",
        arguments: [
            ("${OUTER}", "outside"), ("'${B}'", "inside"), ("a${B}c${D}", "ainsidec"), ("${D:-x y}", "x y"), ("${B:-x}", "inside"),
            ("${B", "${B"), ("${B:x}", "${B:x}"), ("$B", "$B"), ("${A}", ""), ("${GONE:-x}", ""), ("${x:${B}", "${x:inside"),
        ])
    func expressions(text: String, value: String) {
        #expect(Self.read("GONE=1\nGONE\nB=inside\nA=\(text)\n").values["A"] == value)
    }

    @Test(
        "A line that cannot be read is left out with a warning that shows nothing of it",
        arguments: [
            ("A=\"secret", "1:3 This line is left out: a quote is opened and never closed"),
            ("secret secret", "1:8 This line is left out: something follows the name or the closing quote"),
            ("A='secret' secret", "1:12 This line is left out: something follows the name or the closing quote"),
            ("=secret", "1:1 This line is left out: a name is missing before ="),
            ("''=secret", "1:1 This line is left out: a name in quotes is empty"),
        ])
    func warnings(text: String, warning: String) {
        let file = Self.read("\(text)\nB=1\n")
        #expect(file.values == ["B": "1"])
        #expect(file.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.message)" } == [warning])
        #expect(file.diagnostics.map(\.severity) == [.warning])
        #expect(file.diagnostics.map(\.hint) == ["Write it like NAME=value or NAME=\"value\""])
    }

    @Test func `What grows too long is left out`() {
        let doubled = (1...40).map { "V\($0)=${V\($0 - 1)}${V\($0 - 1)}\n" }.joined()
        let file = Self.read("V0=xx\n\(doubled)A=1\n")
        #expect(file.values["A"] == "1")
        #expect(file.values["V15"]?.utf8.count == 65536)
        #expect(file.values["V16"] == nil)
        #expect(file.diagnostics.map(\.message) == ["This value is left out: it has more than 65536 bytes"])
        let long = Self.read(String(repeating: "#", count: DatafileLimits.fileByteCount + 1))
        #expect(long.diagnostics.map(\.message) == ["The file is left out: it has more than 1048576 bytes"])
    }

    @Test func `The last file wins, and an empty value is no secret`() {
        let files = [Self.read("A=1\nB=2\nC=\n"), Self.read("B=3\nA=\n")]
        #expect(Dotenv.secrets(of: files) == ["B": "3"])
        #expect("\(files[0])" == "variables A, B, C")
    }
}
