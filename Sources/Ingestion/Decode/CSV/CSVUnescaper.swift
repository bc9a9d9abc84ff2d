// Part of Martlet. Apache License 2.0; see LICENSE.

/// Puts together the text of fields that is not in the record as it stands, one at a time, in memory that is used again.
final class CSVUnescaper {
    private let dialect: CSVDialect
    private var text: [UInt8] = []

    init(dialect: CSVDialect) {
        self.dialect = dialect
    }

    /// Hands out the text of a field that is not plain; it is gone afterwards.
    func withText<Result>(
        of field: CSVField, in record: CSVRecord, _ use: (ByteView) throws(ValueFault) -> Result
    ) throws(ValueFault) -> Result {
        self.unescape(record.text[field.range], isQuoted: field.isQuoted)
        return try unsafe self.text.withUnsafeBufferPointer { buffer throws(ValueFault) in try unsafe use(ByteView(buffer)) }
    }

    /// The text of a field, with U+FFFD where it is not UTF-8.
    func text(of field: CSVField, in record: CSVRecord) -> String {
        guard !field.isPlain else { return record.text[field.range].string }
        self.unescape(record.text[field.range], isQuoted: field.isQuoted)
        return String(decoding: self.text, as: UTF8.self)
    }

    private func unescape(_ bytes: ByteView, isQuoted: Bool) {
        self.text.removeAll(keepingCapacity: true)
        var isInsideQuotes = isQuoted
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == self.dialect.escape, index + 1 < bytes.count {
                index += 1
            } else if isInsideQuotes, byte == self.dialect.quote {
                index += 1
                // A quote that is not doubled is the closing one: what follows stands for itself.
                isInsideQuotes = index < bytes.count && bytes[index] == self.dialect.quote
                guard isInsideQuotes else { continue }
            }
            self.text.append(bytes[index])
            index += 1
        }
    }
}
