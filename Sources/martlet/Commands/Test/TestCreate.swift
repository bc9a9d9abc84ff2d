// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient

/// `martlet test create PIPE`
struct TestCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Write tests of a pipe that expect what it answers now.",
        discussion: "One call with all that the pipe requires, and for each required parameter one without it. Change them, and `update`.")

    @Argument(help: "The pipe to be tested.")
    var pipe: String

    @OptionGroup
    var options: TestOptions

    func run() async throws {
        let project = try self.options.project()
        let path = "\(project.path)/tests/\(self.pipe.resourceName).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("\(path) exists already: `martlet test update \(self.pipe.resourceName)` rewrites what it expects")
        }
        let calls = try await self.options.environment(of: project, for: []).run { client in
            let name = self.pipe.resourceName
            guard let pipe = try await client.describePipe(name) else { throw ValidationError("Pipe \(name) not found") }
            var answered: [(call: Call, answer: CallAnswer)] = []
            for call in Self.calls(of: pipe) {
                answered.append((call, try await client.test(name, as: pipe, parameters: call.parameters, now: self.options.now)))
            }
            return answered
        }
        var yaml = TestYAML()
        for (call, answer) in calls {
            yaml.add(
                name: call.name, description: call.description, parameters: call.parameters, now: self.options.now, expecting: answer)
        }
        try TestFile.write(try yaml.text(), to: path)
        for (call, _) in calls { Terminal.output.write("✓ \(call.name) created\n") }
        Terminal.output.write(TextStyle(of: .standardOutput).green("✓ \(path)") + "\n")
    }

    /// A call that becomes a test.
    private struct Call: Sendable {
        let name: String
        let description: String
        let parameters: String
    }

    private static func calls(of pipe: PipeDescription) -> [Call] {
        let required = self.requiredParameters(of: pipe)
        let sample = { (parameters: [PipeDescription.Node.Parameter]) in
            parameters.map { "\($0.name)=\(self.sample(of: $0))" }.joined(separator: "&")
        }
        return [Call(name: "defaults", description: "Called with what it requires", parameters: sample(required))]
            + required.map { left in
                Call(
                    name: "without_\(left.name)", description: "\(left.name) is required",
                    parameters: sample(required.filter { $0.name != left.name }))
            }
    }

    private static func requiredParameters(of pipe: PipeDescription) -> [PipeDescription.Node.Parameter] {
        var seen: Set<String> = []
        return pipe.nodes.flatMap(\.parameters).filter { $0.required == true && seen.insert($0.name).inserted }
    }

    /// A value of a parameter's type.
    private static func sample(of parameter: PipeDescription.Node.Parameter) -> String {
        let type = parameter.type ?? "String"
        if type.hasPrefix("DateTime") { return "2026-01-01%2000:00:00" }
        if type.hasPrefix("Date") { return "2026-01-01" }
        return ["Int", "UInt", "Float", "Decimal", "Boolean"].contains { type.hasPrefix($0) } ? "1" : "a"
    }
}
