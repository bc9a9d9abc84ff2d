// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// Reads arrays, maps and tuples from text: as JSON, or as ClickHouse writes them, like `['a','b']`.
///
/// One text at a time, in memory that is used again.
final class CompositeText {
    private let parser = JSONParser(levelsAround: 1)
    private var json = PaddedBytes()

    /// Hands out the value of a text as one of a document; false if the text is no value.
    func withValue(
        of text: ByteView, _ use: (Int, JSONDocument) throws(ValueFault) -> Void
    ) throws(ValueFault) -> Bool {
        try self.withItem(LiteralText.json(of: text), use)
    }

    /// As `withValue`, but a text that is no value counts as a string.
    func withAnyValue(
        of text: ByteView, _ use: (Int, JSONDocument) throws(ValueFault) -> Void
    ) throws(ValueFault) -> Bool {
        if try self.withItem(LiteralText.json(of: text), use) { return true }
        return try self.withItem(JSONText.quote(text), use)
    }

    /// The text goes between brackets, as the parser reads no value that stands alone.
    private func withItem(
        _ item: [UInt8], _ use: (Int, JSONDocument) throws(ValueFault) -> Void
    ) throws(ValueFault) -> Bool {
        self.json.replace(with: [UInt8(ascii: "[")] + item + [UInt8(ascii: "]")])
        let isValue = self.json.withView { text in
            Result { () throws(ValueFault) in
                guard let document = try? self.parser.parse(text), document[0].next > 1, document[1].next == document[0].next else {
                    return false
                }
                try use(1, document)
                return true
            }
        }
        return try isValue.get()
    }
}
