// Part of Martlet. Apache License 2.0; see LICENSE.

/// How far a long append has come: rows, speed, what went to quarantine.
struct ProgressBar {
    /// How much there is to do in all.
    enum Whole {
        case bytes(Int)
        case rows(Int)
    }

    /// Nil when nobody knows.
    let whole: Whole?
    let isVisible: Bool

    private(set) var byteCount = 0
    private(set) var rowCount = 0
    private(set) var quarantinedCount = 0
    private let start = ContinuousClock.now

    init(of whole: Whole?, isVisible: Bool) {
        self.whole = whole
        self.isVisible = isVisible
    }

    mutating func advance(byteCount: Int, rowCount: Int, quarantinedCount: Int) {
        self.byteCount += byteCount
        self.rowCount += rowCount
        self.quarantinedCount += quarantinedCount
        if self.isVisible { Terminal.error.write("\r\(self.line(elapsed: ContinuousClock.now - self.start))\u{1B}[K") }
    }

    func finish() {
        if self.isVisible { Terminal.error.write("\n") }
    }

    func line(elapsed: Duration) -> String {
        let seconds = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        let speed = (Double(self.byteCount) / seconds / 100_000).rounded() / 10
        var line = "\(self.rowCount) rows  \(speed) MB/s  \(self.quarantinedCount) quarantined"
        if let share {
            let filled = Int(share * 30)
            line = "[\(String(repeating: "#", count: filled))\(String(repeating: " ", count: 30 - filled))] \(Int(share * 100))%  " + line
        }
        return line
    }

    /// From 0 to 1.
    private var share: Double? {
        switch self.whole {
        case .bytes(let total) where total > 0: min(1, Double(self.byteCount) / Double(total))
        case .rows(let total) where total > 0: min(1, Double(self.rowCount) / Double(total))
        case .bytes, .rows, nil: nil
        }
    }
}
