// Part of Martlet. Apache License 2.0; see LICENSE.

/// How one text becomes another, line by line: `- ` goes, `+ ` comes, the others stay.
struct LineDifference {
    private let old: [Substring]
    private let new: [Substring]

    init(from old: String, to new: String) {
        self.old = Self.lines(old)
        self.new = Self.lines(new)
    }

    var text: String {
        let difference = self.new.difference(from: self.old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var text = ""
        var (before, after) = (0, 0)
        while before < self.old.count || after < self.new.count {
            if before < self.old.count, removed.contains(before) {
                text += "- \(self.old[before])\n"
                before += 1
            } else if after < self.new.count, inserted.contains(after) {
                text += "+ \(self.new[after])\n"
                after += 1
            } else {
                text += "  \(self.old[before])\n"
                before += 1
                after += 1
            }
        }
        return text
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
