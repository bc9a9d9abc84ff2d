// Part of Martlet. Apache License 2.0; see LICENSE.

/// The rows of one request, and what became of it.
struct LedgerBatch {
    struct Row {
        let id: Int
        /// Seconds since 1970.
        let time: Int
        let value: Int
        /// Whether the row fits its data source; others belong into the quarantine.
        let isGood: Bool
    }

    enum Outcome {
        /// The server has promised to keep it.
        case acknowledged
        /// The client has given up: it may be there, once.
        case abandoned
    }

    let key: String
    let rows: [Row]
    var outcome = Outcome.abandoned

    /// The first second of 2026; the rows spread over the six months from there.
    static let firstTime = 1_767_225_600
    private static let seconds = 180 * 86_400

    init(key: String, firstID: Int, count: Int, using random: inout SeededGenerator) {
        self.key = key
        self.rows = (firstID..<(firstID + count)).map { id in
            Row(
                id: id, time: Self.firstTime + .random(in: 0..<Self.seconds, using: &random), value: .random(in: 0..<1000, using: &random),
                isGood: Int.random(in: 0..<50, using: &random) > 0)
        }
    }

    /// Newline-delimited JSON. The padding lets segments of the log become full.
    var body: String {
        var text = ""
        let padding = String(repeating: "x", count: 100)
        for row in self.rows {
            let value = row.isGood ? "\(row.value)" : "\"none\""
            text += "{\"id\":\(row.id),\"time\":\(row.time),\"value\":\(value),\"padding\":\"\(padding)\"}\n"
        }
        return text
    }
}
