// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient
internal import Yams

/// One test of a pipe: a call, and what it is to be answered.
struct TestCase: Sendable, Equatable {
    let name: String
    /// A query string.
    let parameters: String
    let expectedResult: String
    let expectedStatus: Int?
    /// What the call takes for the present.
    let now: String?

    /// Nil if it has no name.
    init?(_ fields: Node.Mapping) {
        let text = { (field: String) in fields[Node(field)]?.scalar?.string }
        guard let name = text("name") else { return nil }
        self.name = name
        let parameters = text("parameters") ?? ""
        // What stands before a `?` is not part of them.
        let parts = parameters.split(separator: "?", omittingEmptySubsequences: false)
        self.parameters = parts.count > 1 ? String(parts[1]) : parameters
        self.expectedResult = text("expected_result") ?? ""
        self.expectedStatus = text("expected_http_status").flatMap { Int($0) }
        self.now = text("now")
    }

    /// Why an answer is not what is expected; nil if it is. A status counts only for errors, as in the common command line.
    func failure(of answer: CallAnswer) -> String? {
        if answer.status >= 400 {
            guard let expectedStatus else { return "Expected to not fail but got an error: \(answer.text)" }
            guard expectedStatus == answer.status else { return "Expected \(expectedStatus) but got \(answer.status)" }
        }
        guard self.expectedResult != answer.text else { return nil }
        let difference = LineDifference(from: self.expectedResult, to: answer.text).text
        return "\nExpected: \n\(self.expectedResult)\nGot: \n\(answer.text)\nDiff: \n\(difference)"
    }
}
