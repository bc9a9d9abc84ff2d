// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// An event of the Barely workspace as a plain value, read from the line that was sent.
struct BarelyEvent {
    /// The columns of text by their names; those the line leaves out are not there.
    let texts: [String: String]
    /// Milliseconds since 1970.
    let time: Int64
    let value: Double
    let isBot: Bool

    init(line: String) throws {
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        self.texts = fields.compactMapValues { $0 as? String }
        self.time = try Self.milliseconds(fields["timestamp"] as? String ?? "")
        self.value = fields["value"] as? Double ?? 0
        self.isBot = fields["is_bot"] as? Bool ?? false
    }

    /// What a column of text holds.
    func text(_ column: String) -> String { self.texts[column] ?? (column == "action" ? "view" : "") }

    /// `2026-03-29 00:30:00.250`, which is UTC.
    static func milliseconds(_ text: String) throws -> Int64 {
        let fields = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard fields.count == 7 else { throw TimedOut(description: "\(text) is no time with milliseconds") }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = calendar.date(
            from: DateComponents(
                year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4], second: fields[5]))
        return Int64(date?.timeIntervalSince1970 ?? 0) * 1_000 + Int64(fields[6])
    }
}

extension BarelyEvent {
    /// Lines that nobody would make up for a demonstration: two workspaces that share visitors and sessions, any text in any column or
    /// none, the nights in which the clocks change, sessions across midnight, events that are sent twice, and all of it out of order.
    static func adversarialLines(count: Int, seed: UInt64) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let texts = ["", "a", "A", "é", "e\u{301}", "🎵 élan", "it's", #"back\slash"#, "50% off", "a,b", "\"quoted\"", "line\nbreak", "０"]
        let actions = ["view", "add_to_cart", "purchase", "play", "pause", "share", "click", "redirect", "scroll"]
        let columns = BarelyAnswer.dimensions.values.flatMap { $0 } + BarelyAnswer.attributions.values
        // Around the hours that are missing and doubled in Madrid, a month's end, and an ordinary noon.
        let moments = [
            "2026-03-28 23:10", "2026-03-29 00:50", "2026-03-31 21:50", "2026-10-25 00:20", "2026-10-25 01:20", "2026-04-15 12:00",
        ]
        var lines: [String] = []
        for number in 0..<count {
            let app = ["cart", "fm", "link", "page", "blog"].randomElement(using: &random) ?? ""
            let moment = moments.randomElement(using: &random) ?? ""
            let milliseconds = Int.random(in: 0..<1_000, using: &random)
            var event: [String: Any] = [
                "event_id": "e\(number)", "event_type": app,
                "workspace_id": ["band", "label"].randomElement(using: &random) ?? "",
                "timestamp": "\(moment):\(10 + number % 50).\(String(1_000 + milliseconds).dropFirst())",
                "session_id": number % 11 == 0 ? "" : "s\(Int.random(in: 0..<count / 6, using: &random))",
                "visitor_id": number % 13 == 0 ? "" : "v\(Int.random(in: 0..<count / 12, using: &random))",
            ]
            if number % 7 > 0 { event["action"] = actions.randomElement(using: &random) }
            if number % 3 == 0 { event["value"] = Double(Int.random(in: 0..<4_000, using: &random)) / 4 }
            if number % 10 == 0 { event["is_bot"] = true }
            // Few texts, so that rows have many events and ties; a third of the columns is left out.
            for column in columns where Bool.random(using: &random) || Bool.random(using: &random) {
                event[column] = texts.prefix(4 + number % 10).randomElement(using: &random)
            }
            let line = try JSONSerialization.data(withJSONObject: event, options: [.sortedKeys, .withoutEscapingSlashes])
            lines += Array(repeating: String(decoding: line, as: UTF8.self), count: number % 9 == 0 ? 2 : 1)
        }
        return lines.shuffled(using: &random)
    }
}
