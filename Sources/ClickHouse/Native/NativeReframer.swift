// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rewrites blocks of the Native format as clients of a later revision of the protocol expect them.
///
/// An answer over HTTP is written for revision 0. Clients that name a revision look for a few bytes more: what kind of block it is,
/// and, from ``customSerialization`` on, how each column is serialized. To find the places the columns in between must be read, so
/// the types are those of ``NativeLayout``.
package struct NativeReframer {
    /// The first revision that says of each column how it is serialized.
    package static let customSerialization = 54_454

    private let revision: Int
    /// What has come of a block that is not complete.
    private var pending: [UInt8] = []
    /// How much of it there must be before another attempt makes sense.
    private var neededCount = 0

    package init(revision: Int) { self.revision = revision }

    /// Why an answer cannot be rewritten.
    package enum Failure: Error, Hashable {
        /// Nobody knows where a column of this type ends.
        case unsupportedType(String)
        case malformed
    }

    /// The blocks that are complete with these bytes.
    package mutating func append(_ bytes: some Collection<UInt8>) throws(Failure) -> [UInt8] {
        self.pending += bytes
        guard self.pending.count >= self.neededCount else { return [] }
        var output: [UInt8] = []
        var reader = NativeBlockReader(bytes: self.pending)
        var end = 0
        while end < self.pending.count {
            var block: [UInt8] = []
            do throws(NativeBlockReader.Stop) {
                try self.reframe(&reader, into: &block)
            } catch {
                guard case .incomplete(let neededCount) = error else {
                    throw error == .malformed ? .malformed : .unsupportedType(reader.type)
                }
                self.neededCount = neededCount - end
                break
            }
            output += block
            end = reader.position
            self.neededCount = 0
        }
        self.pending.removeFirst(end)
        return output
    }

    /// Says that there are no more bytes.
    package func finish() throws(Failure) { guard self.pending.isEmpty else { throw .malformed } }

    private func reframe(_ reader: inout NativeBlockReader, into block: inout [UInt8]) throws(NativeBlockReader.Stop) {
        // Two numbered fields and the end of them: it is no overflow of an aggregation, and belongs to no bucket of one.
        block += [1, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0]
        var start = reader.position
        let columnCount = try reader.variableInteger()
        let rowCount = try reader.variableInteger()
        for _ in 0..<columnCount {
            try reader.skipString()
            let layout = try reader.readType()
            if self.revision >= Self.customSerialization {
                block += reader.bytes[start..<reader.position]
                block.append(0)
                start = reader.position
            }
            try reader.skip(layout, rowCount: rowCount)
        }
        block += reader.bytes[start..<reader.position]
    }
}
