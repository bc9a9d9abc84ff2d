// Part of Martlet. Apache License 2.0; see LICENSE.

/// How far long work of the server has come, on one line of a terminal that is written over.
struct ActivityLine {
    let isVisible: Bool

    func show(_ work: String, percentage: Int?) {
        guard self.isVisible else { return }
        Terminal.error.write("\r\(Self.text(work, percentage: percentage))\u{1B}[K")
    }

    func clear() {
        if self.isVisible { Terminal.error.write("\r\u{1B}[K") }
    }

    static func text(_ work: String, percentage: Int?) -> String {
        guard let percentage else { return "» \(work)..." }
        let filled = min(100, max(0, percentage)) * 30 / 100
        return "» \(work) [\(String(repeating: "#", count: filled))\(String(repeating: " ", count: 30 - filled))] \(percentage)%"
    }
}
