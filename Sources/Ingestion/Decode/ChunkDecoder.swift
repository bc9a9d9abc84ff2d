// Part of Martlet. Apache License 2.0; see LICENSE.

/// Decodes a text that comes in chunks.
protocol ChunkDecoder {
    /// Decodes the next bytes; chunks may end anywhere.
    mutating func push(_ chunk: [UInt8]) -> DecodedRows
    /// Ends the text: what is left of it is its last row.
    mutating func finish() -> DecodedRows
}

extension NDJSONDecoder: ChunkDecoder {}
extension CSVDecoder: ChunkDecoder {}
