// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Turns NDJSON into column data, as a whole or chunk by chunk: good rows into a block, bad ones into quarantine.
///
/// One bad row never costs its neighbours. A decoder keeps its memory from one body to the next, and of a body no more
/// than the line that is not complete yet.
package struct NDJSONDecoder {
    private let plan: RowPlan
    private let parser = JSONParser()
    private let literalParser = JSONParser()
    private var rows: RowDecoder
    /// What was pushed, from the first line on that is not decoded.
    private var pending = PaddedBytes()
    private var lines = LineSplitter()

    package init(plan: RowPlan) {
        self.plan = plan
        self.rows = RowDecoder(plan: plan)
    }

    /// Decodes the next bytes of a body with one JSON object a line; chunks may end anywhere, blank lines are nothing.
    package mutating func push(_ chunk: [UInt8]) -> DecodedRows {
        self.decodeLines(chunk, isLast: false)
    }

    /// Ends the body: what is left of it is its last line. The next chunk starts another body.
    package mutating func finish() -> DecodedRows {
        self.decodeLines([], isLast: true)
    }

    /// Decodes a whole body.
    package mutating func decode(_ body: [UInt8]) -> DecodedRows {
        self.decodeLines(body, isLast: true)
    }

    /// Decodes a whole body that is one JSON object, or an array of them.
    package mutating func decodeJSON(_ body: [UInt8]) -> DecodedRows {
        self.pending.replace(with: body)
        self.pending.withView { text in
            self.plan.withLiterals(self.literalParser) { literals in
                self.rows.decode(document: text.trimmed, parser: JSONParser(levelsAround: 1), literals: literals)
            }
        }
        self.pending.removeFirst(body.count)
        return self.rows.finish()
    }

    private mutating func decodeLines(_ chunk: [UInt8], isLast: Bool) -> DecodedRows {
        let start = self.pending.isEmpty ? self.decodeInPlace(chunk) : 0
        self.pending.append(chunk[start...])
        let consumed = self.pending.withView { self.decodeLines(in: $0, isLast: isLast) }
        self.pending.removeFirst(consumed)
        if isLast { self.lines = LineSplitter() }
        return self.rows.finish()
    }

    /// Decodes the lines that have enough bytes behind them for the parser, and returns where the others start: a large body is not
    /// copied but for its end.
    private mutating func decodeInPlace(_ chunk: [UInt8]) -> Int {
        guard chunk.count > Self.copiedByteCount else { return 0 }
        return unsafe chunk.withUnsafeBufferPointer { bytes in
            let safe = unsafe UnsafeBufferPointer(rebasing: bytes[..<(bytes.count - PaddedBytes.padding)])
            return unsafe self.decodeLines(in: ByteView(safe), isLast: false)
        }
    }

    private mutating func decodeLines(in text: ByteView, isLast: Bool) -> Int {
        self.plan.withLiterals(self.literalParser) { literals in
            self.lines.split(text, isLast: isLast, limit: RowDecoder.rowByteLimit) { line, number in
                self.rows.decode(line: line, number: number, parser: self.parser, literals: literals)
            }
        }
    }

    /// Below this a copy is cheaper than going through the bytes in two pieces.
    private static let copiedByteCount = 4096
}
