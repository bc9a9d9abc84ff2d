// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet template render`
struct TemplateRender: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Render templates, one JSON object a line.",
        discussion: """
            Each line of the input is {"id": …, "sql": "…", "params": {…}, "secrets": ["…"]}: the SQL of a node, what a request sends, and \
            the names of the secrets that exist; all but "sql" may be left out. Each is answered by {"id": …, "ok": true, "sql": "…"} or by \
            {"id": …, "ok": false, "error": "…"}. The text is taken as a template, with or without the leading %.
            """)

    func run() async throws {
        while let line = readLine() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            Terminal.output.write(RenderingRequest(line: line).answer + "\n")
        }
    }
}
