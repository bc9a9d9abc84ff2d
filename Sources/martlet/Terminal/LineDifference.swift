// Part of Martlet. Apache License 2.0; see LICENSE.

/// The lines that two texts do not share, in order: those that go with a minus, those that come with a plus.
struct LineDifference {
    private let changes: [(line: Int, mark: String, text: Substring)]

    init(from old: String, to new: String) {
        let lines = [old, new].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        let changes = lines[1].difference(from: lines[0]).map { change in
            switch change {
            case .remove(let offset, let text, _): (line: offset, mark: "-", text: text)
            case .insert(let offset, let text, _): (line: offset, mark: "+", text: text)
            }
        }
        self.changes = changes.sorted { ($0.line, $1.mark) < ($1.line, $0.mark) }
    }

    func rendered(path: String, style: TextStyle) -> String {
        let lines = self.changes.map { change in
            let text = "\(change.mark)\(change.text)"
            return (change.mark == "+" ? style.green(text) : style.red(text)) + "\n"
        }
        return "--- \(path)\n+++ \(path)\n" + lines.joined()
    }
}
