// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a statement cost, as ClickHouse tells it in `X-ClickHouse-Summary`.
package struct EngineSummary: Sendable, Hashable {
    package var readRows = 0
    package var readBytes = 0
    package var writtenRows = 0
    package var resultRows = 0
    /// Bytes of memory at the most; 0 where the engine does not tell.
    package var memory = 0
    package var elapsed: Duration = .zero

    package init() {}

    /// Reads the header: one flat JSON object whose values are numbers, as texts or bare. What cannot be read counts as nothing.
    ///
    /// Every answer has one, and to decode it as JSON costs more than all else that is done with an answer's head.
    init(header: String) {
        for member in header.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = member.split(separator: UInt8(ascii: ":"))
            guard parts.count == 2, let value = Int(String(decoding: parts[1].bare, as: UTF8.self)) else { continue }
            switch String(decoding: parts[0].bare, as: UTF8.self) {
            case "read_rows": self.readRows = value
            case "read_bytes": self.readBytes = value
            case "written_rows": self.writtenRows = value
            case "result_rows": self.resultRows = value
            case "memory_usage": self.memory = value
            case "elapsed_ns": self.elapsed = .nanoseconds(value)
            default: continue
            }
        }
    }
}

extension Substring.UTF8View {
    /// Without blanks, quotes and braces around it.
    fileprivate var bare: Substring.UTF8View {
        func isAround(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
        }
        var rest = self
        while let first = rest.first, isAround(first) { rest.removeFirst() }
        while let last = rest.last, isAround(last) { rest.removeLast() }
        return rest
    }
}
