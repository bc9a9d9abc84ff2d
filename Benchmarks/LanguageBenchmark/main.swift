// Part of Martlet. Apache License 2.0; see LICENSE.

// usage: language-benchmark template COUNT   a {"sql": …, "params": {…}} on standard input; prints microseconds, read and rendered, then rendered
//        language-benchmark project COUNT    datafiles as {"path": "text"} on standard input; prints milliseconds to read and resolve all
//
// A template is timed twice: read and rendered, as a query sent to be run once is, and rendered only, as an endpoint is for
// every call. The least of several rounds is printed, since whatever else the machine does only adds to it.

internal import Datafiles
internal import Deployments
internal import MartletCore
internal import Templates

func leastTime(of rounds: Int, _ body: () throws -> Void) rethrows -> Duration {
    var least = Duration.seconds(3_600)
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        try body()
        least = min(least, ContinuousClock.now - start)
    }
    return least
}

func timeTemplate(_ input: TemplateValue, count: Int) throws {
    guard case .text(let sql)? = input[member: "sql"], case .dictionary(let params)? = input[member: "params"] else {
        throw RequestError(.invalidRequest, "the input has no \"sql\" and \"params\"")
    }
    var values: [String: TemplateValue] = [:]
    for case (.text(let name), let value) in params.members.map({ ($0.key, $0.value) }) { values[name] = value }
    let arguments = TemplateArguments(values)
    let context = RenderContext(jobTimestamp: "2025-01-01 00:00:00")
    let template = try Template(parsing: sql, name: "benchmark")
    let both = try leastTime(of: 5) {
        for _ in 0..<count { _ = try Template(parsing: sql, name: "benchmark").render(arguments, context: context) }
    }
    let rendering = try leastTime(of: 5) {
        for _ in 0..<count { _ = try template.render(arguments, context: context) }
    }
    print(both / count / Duration.microseconds(1), rendering / count / Duration.microseconds(1))
}

func timeProject(_ input: TemplateValue, count: Int) throws {
    guard case .dictionary(let members) = input else { throw RequestError(.invalidRequest, "the input is no object of datafiles") }
    let files = members.members.compactMap { member -> ProjectFile? in
        guard case .text(let path) = member.key, case .text(let text) = member.value else { return nil }
        return ProjectFile(path: path, text: text)
    }
    let time = leastTime(of: count) {
        let (project, findings) = Project.parse(files)
        let diagnostics = findings + ProjectCheck(project).run().diagnostics
        precondition(
            diagnostics.isEmpty && project.dataSources.count + project.pipes.count == files.count, "the project is sound: \(diagnostics)")
    }
    print(time / Duration.milliseconds(1))
}

var input = ""
while let line = readLine(strippingNewline: false) { input += line }
guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]), count > 0 else {
    throw RequestError(.invalidRequest, "usage: language-benchmark template|project COUNT")
}
switch CommandLine.arguments[1] {
case "template": try timeTemplate(try TemplateValue(json: input), count: count)
default: try timeProject(try TemplateValue(json: input), count: count)
}
