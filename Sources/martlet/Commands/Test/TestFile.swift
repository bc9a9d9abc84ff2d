// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Yams

/// `tests/<pipe>.yaml`: what a pipe is to answer (datafiles contract, 19).
///
/// A list of tests, or `{now: …, tests: [list]}` where the clock is held for all of them; only the list is known to other programs.
struct TestFile: Sendable {
    let path: String
    let text: String
    /// What its tests take for the present, unless they say another.
    let now: String?
    let cases: [TestCase]

    init(path: String) throws { try self.init(path: path, text: try ProjectFolder.text(at: path)) }

    init(path: String, text: String) throws {
        self.path = path
        self.text = text
        do {
            let yaml = try TestYAML(text)
            self.now = yaml.now
            self.cases = try yaml.tests.enumerated().map { index, fields in
                guard let test = TestCase(fields) else { throw TestYAML.Mistake.noName(index + 1) }
                return test
            }
        } catch {
            throw TestFileError(path: path, reason: "\(error)")
        }
    }

    /// The pipe that is tested.
    var pipe: String { self.path.resourceName }
    var name: String { self.path.split(separator: "/").last.map(String.init) ?? self.path }

    /// The test files of a project, those of some pipes or all, by path.
    static func paths(in project: ProjectFolder, of names: [String]) throws -> [String] {
        let folder = "\(project.path)/tests"
        guard names.isEmpty else {
            return try names.map { name in
                let paths = ["yaml", "yml"].map { "\(folder)/\(name.resourceName).\($0)" }
                guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
                    throw TestFileError(path: paths[0], reason: "there is no such file")
                }
                return path
            }
        }
        let all = FileManager.default.subpaths(atPath: folder) ?? []
        return all.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { "\(folder)/\($0)" }
    }

    static func write(_ text: String, to path: String) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

struct TestFileError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(self.path): \(self.reason)" }
}
