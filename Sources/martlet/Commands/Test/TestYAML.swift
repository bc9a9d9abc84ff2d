// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient
internal import Yams

/// The text of a test file. Fields that nobody knows stay when it is rewritten; comments do not.
struct TestYAML {
    private(set) var tests: [Node.Mapping]
    let now: String?
    /// Whether the tests stand below a key of their own.
    private let isMapping: Bool

    /// What is wrong with a file.
    enum Mistake: Error, CustomStringConvertible {
        case noList
        case noName(Int)

        var description: String {
            switch self {
            case .noList: "it is no list of tests"
            case .noName(let number): "test \(number) has no name"
            }
        }
    }

    init(_ text: String) throws {
        let root = try Yams.compose(yaml: text)
        self.isMapping = root?.mapping != nil
        self.now = root?.mapping?["now"]?.scalar?.string
        guard let root else {
            self.tests = []
            return
        }
        guard let tests = self.isMapping ? root.mapping?["tests"]?.sequence : root.sequence else { throw Mistake.noList }
        self.tests = try tests.enumerated().map { index, node in
            guard let fields = node.mapping else { throw Mistake.noName(index + 1) }
            return fields
        }
    }

    /// A file without tests.
    init() {
        self.tests = []
        self.now = nil
        self.isMapping = false
    }

    /// Adds a test that expects an answer.
    mutating func add(name: String, description: String, parameters: String, now: String?, expecting answer: CallAnswer) {
        let fields = [("name", name), ("description", description), ("parameters", parameters)]
        self.tests.append(Node.Mapping(fields.map { (Node($0.0), Node(text: $0.1)) } + Self.clock(now)))
        self.expect(answer, of: self.tests.count - 1)
    }

    /// Takes an answer for what a test expects from now on.
    mutating func expect(_ answer: CallAnswer, of index: Int) {
        self.tests[index]["expected_http_status"] = answer.status >= 400 ? Node(String(answer.status), Tag(.int)) : nil
        self.tests[index]["expected_result"] = Node(text: answer.text)
    }

    /// As the common command line writes it: a blank line before each test, texts of several lines as blocks.
    func text() throws -> String {
        let list = Node.sequence(Node.Sequence(self.tests.map { Node.mapping($0) }))
        let root = self.isMapping ? Node.mapping(Node.Mapping(Self.clock(self.now) + [(Node("tests"), list)])) : list
        return try Yams.serialize(node: root, width: -1, allowUnicode: true).replacing("- name:", with: "\n- name:")
    }

    /// A moment stands without quotes.
    private static func clock(_ now: String?) -> [(Node, Node)] { now.map { [(Node("now"), Node($0))] } ?? [] }
}

extension Node {
    /// A text: a block where it has several lines, quoted where it would be read as something else.
    fileprivate init(text: String) {
        self = text.contains("\n") ? Node(text, Tag(.str), .literal) : .scalar(text.represented())
    }
}
