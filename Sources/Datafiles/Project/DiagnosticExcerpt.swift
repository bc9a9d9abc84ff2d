// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

extension Diagnostic {
    /// The finding as people read it: the message, the place in the file's text, the hint.
    ///
    ///     TOKEN takes two params: token name and permission e.g TOKEN "read api token" READ
    ///
    ///     1: TOKEN foo
    ///        ^
    package func excerpt(of text: String) -> String {
        let lines = SourceLines.of(text)
        let last = min(max(self.location.line, 1), lines.count)
        let first = max(last - 2, 1)
        let width = String(last).count
        var excerpt = [self.message, ""]
        for number in first...last {
            let padding = String(repeating: " ", count: width - String(number).count)
            excerpt.append("\(padding)\(number): \(lines[number - 1])".trimmingBlanks(leading: false))
        }
        excerpt.append(String(repeating: " ", count: width + 2 + max(self.location.column, 1) - 1) + "^")
        if let hint = self.hint { excerpt.append("\(hint).") }
        return excerpt.joined(separator: "\n")
    }
}
