// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the lines of a body that arrives in chunks, and numbers them.
struct LineSplitter {
    /// The number of the next line.
    private var number = 1
    /// How far the start of that line was looked through: no byte is looked at twice.
    private var searched = 0
    /// Whether the line was too long already: its rest is passed over.
    private var isSkipping = false

    /// Hands out the lines in `text`, which starts with the bytes that were left last time, and returns how many bytes
    /// are done with. Of a line above `limit` the start is handed out, once.
    mutating func split(_ text: ByteView, isLast: Bool, limit: Int, _ use: (ByteView, Int) -> Void) -> Int {
        var start = 0
        while start < text.count {
            let end = text.index(of: UInt8(ascii: "\n"), from: start + self.searched)
            let isComplete = end < text.count || isLast
            let line = text[start..<end]
            guard isComplete || self.isSkipping || line.count > limit else {
                self.searched = line.count
                return start
            }
            if !self.isSkipping { use(line, self.number) }
            self.isSkipping = !isComplete
            self.searched = 0
            if isComplete { self.number += 1 }
            start = min(end + 1, text.count)
        }
        return start
    }
}
