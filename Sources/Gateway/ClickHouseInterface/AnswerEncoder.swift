// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Compression
internal import NIOCore

/// A step that an answer's bytes go through on their way out.
protocol AnswerEncoder {
    /// What can be sent once these bytes have come.
    mutating func encode(_ bytes: ByteBuffer) throws -> ByteBuffer
    /// What remains when there are no more.
    mutating func finish() throws -> ByteBuffer
}

/// gzip, as HTTP knows it.
struct GzipEncoder: AnswerEncoder {
    private let compressor: GzipCompressor

    init() throws { self.compressor = try GzipCompressor() }

    mutating func encode(_ bytes: ByteBuffer) throws -> ByteBuffer {
        ByteBuffer(bytes: try self.compressor.compress(bytes.readableBytesView, isLast: false))
    }

    mutating func finish() throws -> ByteBuffer { ByteBuffer(bytes: try self.compressor.compress([], isLast: true)) }
}

/// ClickHouse's own blocks of LZ4.
struct ClickHouseBlockEncoder: AnswerEncoder {
    mutating func encode(_ bytes: ByteBuffer) throws -> ByteBuffer { ByteBuffer(bytes: ClickHouseBlock.compress(bytes.readableBytesView)) }
    mutating func finish() throws -> ByteBuffer { ByteBuffer() }
}

/// Native blocks of the revision that a client knows.
struct NativeEncoder: AnswerEncoder {
    private var reframer: NativeReframer

    init(revision: Int) { self.reframer = NativeReframer(revision: revision) }

    mutating func encode(_ bytes: ByteBuffer) throws -> ByteBuffer { ByteBuffer(bytes: try self.reframer.append(bytes.readableBytesView)) }

    mutating func finish() throws -> ByteBuffer {
        try self.reframer.finish()
        return ByteBuffer()
    }
}
