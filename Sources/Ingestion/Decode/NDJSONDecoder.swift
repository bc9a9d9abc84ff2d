// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Turns the body of an events request into column data: good rows into a block, bad ones into quarantine.
///
/// One bad row never costs its neighbours. A decoder keeps its memory from one body to the next.
package struct NDJSONDecoder {
    private let plan: RowPlan
    private let parser = JSONParser()
    private let literalParser = JSONParser()
    private var rows: RowDecoder
    private var body = PaddedBytes()

    package init(plan: RowPlan) {
        self.plan = plan
        self.rows = RowDecoder(plan: plan)
    }

    /// Decodes a body with one JSON object a line; blank lines are nothing.
    package mutating func decode(_ body: [UInt8]) -> DecodedRows {
        self.decode(body) { rows, text, parser, literals in
            var line = 1
            var start = 0
            while start < text.count {
                let end = text.index(of: UInt8(ascii: "\n"), from: start)
                rows.decode(line: text[start..<end].trimmed, number: line, parser: parser, literals: literals)
                start = end + 1
                line += 1
            }
        }
    }

    /// Decodes a body that is one JSON object, or an array of them.
    package mutating func decodeJSON(_ body: [UInt8]) -> DecodedRows {
        self.decode(body) { rows, text, _, literals in
            rows.decode(document: text.trimmed, parser: JSONParser(levelsAround: 1), literals: literals)
        }
    }

    private mutating func decode(
        _ body: [UInt8], _ decode: (inout RowDecoder, ByteView, JSONParser, JSONDocument) -> Void
    ) -> DecodedRows {
        self.body.replace(with: body)
        self.body.withView { text in
            self.plan.literals.withView { literalText in
                guard let literals = try? self.literalParser.parse(literalText) else { preconditionFailure("the plan's literals are JSON") }
                decode(&self.rows, text, self.parser, literals)
            }
        }
        return self.rows.finish()
    }
}
