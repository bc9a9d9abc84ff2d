// Part of Martlet. Apache License 2.0; see LICENSE.

/// Where a field stands in its record.
struct CSVField {
    /// The bytes between the delimiters; of a field in quotes, those between the quotes.
    let range: Range<Int>
    let isQuoted: Bool
    /// Whether the bytes are the text as they stand: no doubled quotes, no escapes.
    let isPlain: Bool
}

/// A record of a CSV text: a row, unless it is the header.
struct CSVRecord {
    /// The bytes of the record, without what ends it.
    let text: ByteView
    /// At most `CSVScanner.fieldLimit` of them.
    let fields: [CSVField]
    /// How many fields there are.
    let fieldCount: Int
    /// The number of the record's first line in the body, from 1.
    let line: Int

    /// An empty line, which is nothing.
    var isBlank: Bool { self.fieldCount == 1 && self.fields[0].range.isEmpty && !self.fields[0].isQuoted }
}
