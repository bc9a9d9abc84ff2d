// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Hands on a body as the compressed stream that its pieces make.
struct CompressingWriter: ResponseBodyWriter {
    private let compressor: any Compressor
    private var writer: any ResponseBodyWriter

    init(_ compressor: any Compressor, into writer: any ResponseBodyWriter) {
        self.compressor = compressor
        self.writer = writer
    }

    @concurrent mutating func write(_ buffer: ByteBuffer) async throws {
        let compressed = try await self.compressed(buffer)
        if !compressed.isEmpty { try await self.writer.write(ByteBuffer(bytes: compressed)) }
    }

    @concurrent consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let rest = try self.compressor.compress(EmptyCollection(), isLast: true)
        if !rest.isEmpty { try await self.writer.write(ByteBuffer(bytes: rest)) }
        try await self.writer.finish(trailingHeaders)
    }

    /// A large piece takes milliseconds, for which the event loop's other connections would wait.
    @concurrent private func compressed(_ buffer: ByteBuffer) async throws -> [UInt8] {
        guard buffer.readableBytes > GatewayLimits.loopCompressionBytes else {
            return try self.compressor.compress(buffer.readableBytesView, isLast: false)
        }
        return try await onWorkerThreads { try self.compressor.compress(buffer.readableBytesView, isLast: false) }
    }
}
