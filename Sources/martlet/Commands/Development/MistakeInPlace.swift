// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient

/// A mistake as it is shown to its author: the place, what is wrong, and the line itself with a mark below the spot.
///
/// ```
/// endpoints/top.pipe:3:19: error: node "top" reads "nowhere", which is neither a pipe nor a data source
///   3 |     SELECT * FROM nowhere
///     |                   ^
/// ```
struct MistakeInPlace {
    let mistake: ProjectMistake
    let files: [DeploymentFile]

    func text(style: TextStyle) -> String {
        let hint = self.mistake.hint.map { " (\($0))" } ?? ""
        let place = "\(self.mistake.file):\(self.mistake.line):\(self.mistake.column)"
        var text = "\(style.bold(place)): \(style.red("error:")) \(self.mistake.message)\(hint)\n"
        guard let line = self.line else { return text }
        let number = String(self.mistake.line)
        let margin = String(repeating: " ", count: number.count)
        text += "  \(number) | \(line.replacing("\t", with: " "))\n"
        let column = min(max(1, self.mistake.column), line.count + 1)
        text += "  \(margin) | \(String(repeating: " ", count: column - 1))\(style.red("^"))\n"
        return text
    }

    private var line: Substring? {
        guard self.mistake.line > 0, let file = self.files.first(where: { $0.path == self.mistake.file }) else { return nil }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(self.mistake.line - 1), !lines[self.mistake.line - 1].allSatisfy(\.isWhitespace) else { return nil }
        return lines[self.mistake.line - 1]
    }
}
