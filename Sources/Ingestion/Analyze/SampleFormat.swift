// Part of Martlet. Apache License 2.0; see LICENSE.

/// The format of a sample that comes without a word about it.
package enum SampleFormat: Sendable, Hashable {
    case rows(RowFormat)
    /// Its schema is known to the engine alone.
    case parquet

    /// Parquet starts with four letters of its own, NDJSON with an object; all else is CSV.
    package init(guessing sample: [UInt8]) {
        let mark = CSVDecoder.byteOrderMark
        let text = sample.starts(with: mark) ? sample.dropFirst(mark.count) : sample[...]
        if text.starts(with: "PAR1".utf8) {
            self = .parquet
        } else {
            self = .rows(text.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{") ? .json : .csv)
        }
    }
}
