// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct SecretTests {
    private static func value(_ expression: String, secrets: [String: String]? = ["k": "s#1 \"x", "pem": "one\ntwo"]) -> String? {
        ParsedFile.connection("TYPE postgres\nPG_HOST \(expression)\n", secrets: secrets).connection?.settings["PG_HOST"]
    }

    @Test(
        "Expressions become values",
        arguments: [
            ("{{ tb_secret(\"k\") }}", "s#1 \"x"), ("\"{{tb_secret('k')}}\"", "s#1 \"x"), ("{{ tb_secret(\"none\", \"a # b\") }}", "a # b"),
            ("a{{ 5 }}b {{ 'c' }}", "a5b c"), ("plain", "plain"),
        ])
    func values(expression: String, value: String) {
        #expect(Self.value(expression) == value)
    }

    @Test func `Without secrets the expressions stay`() {
        #expect(Self.value("{{ tb_secret(\"k\") }}", secrets: nil) == "{{ tb_secret(\"k\") }}")
    }

    @Test(
        "What has no value is refused",
        arguments: [
            (
                "{{ tb_secret(\"none\") }}",
                "Template Syntax Error: Cannot access secret 'none'. Check that the workspace has a secret of this name."
            ),
            ("{{ evil(\"k\") }}", "Invalid function name: evil"),
            ("{{ tb_secret( }}", "Template Syntax Error: expected {{ tb_secret(\"name\") }} or {{ tb_secret(\"name\", \"default\") }}"),
            ("{{ 5", "Template Syntax Error: expected {{ tb_secret(\"name\") }} or {{ tb_secret(\"name\", \"default\") }}"),
            ("{% if 1 %}x{% end %}", "Template Syntax Error: only {{ tb_secret(\"name\") }} can be used here, no {% %}"),
        ])
    func refusals(expression: String, error: String) {
        let file = ParsedFile.dataSource("SCHEMA >\n    a DateTime\nENGINE_TTL \(expression)\n", secrets: [:])
        #expect(file.errors == ["3:1 \(error)"])
    }

    @Test func `A secret of several lines stays in its block`() {
        let text =
            "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS h:1\nKAFKA_SECURITY_PROTOCOL PLAINTEXT\nKAFKA_SSL_CA_PEM >\n    {{ tb_secret(\"pem\") }}\n"
        let file = ParsedFile.connection(text, secrets: ["pem": "BEGIN\nTYPE x"])
        #expect(file.errors == [])
        #expect(file.connection?.settings["KAFKA_SSL_CA_PEM"] == "BEGIN\nTYPE x")
        #expect(file.connection?.text == text)
    }

    @Test func `Comments in braces vanish, lines keep their numbers`() {
        let file = ParsedFile.dataSource("{# one\ntwo #}SCHEMA >\n    a Int8 {# {{ evil() }} #}\nENGINE Null\nFOO\n", secrets: [:])
        #expect(file.columns == ["`a` Int8"])
        #expect(file.errors == ["5:1 FOO is not a valid option in datasource files."])
    }

    @Test func `Pipes are not rendered`() {
        #expect(ParsedFile.pipe("NODE n\nSQL >\n    %\n    SELECT {{ evil(1) }}\n").firstSQL == "%\n    SELECT {{ evil(1) }}")
    }
}
