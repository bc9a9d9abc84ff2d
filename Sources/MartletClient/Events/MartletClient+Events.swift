// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

extension MartletClient {
    /// Appends events to a data source in one request.
    ///
    /// For events that come one by one use ``EventWriter``, which gathers them. The request is sent again as ``retries`` say, under one
    /// `Idempotency-Key`.
    ///
    /// - Parameters:
    ///   - events: Values that are encoded as JSON objects. A `Date` becomes a text like `2026-01-31T12:30:00.123Z`.
    ///   - dataSource: The data source's name.
    ///   - waits: Whether to return only when the events can be queried, rather than when they are safe.
    @discardableResult
    public func append<Event: Encodable>(
        _ events: some Sequence<Event>, to dataSource: String, waits: Bool = false
    ) async throws -> AppendReceipt {
        let encoder = EventEncoder()
        var lines = ByteBuffer()
        for event in events {
            lines.writeBytes(try encoder.line(of: event))
            lines.writeInteger(UInt8(ascii: "\n"))
        }
        guard lines.readableBytes > 0 else { return AppendReceipt(successfulRows: 0, quarantinedRows: 0) }
        let call = Call.append(lines, to: dataSource, waits: waits, idempotencyKey: UUID().uuidString)
        return try await self.retries.run { try await self.send(call, as: AppendReceipt.self) }
    }
}

extension Call {
    /// A request with events.
    static func append(_ lines: ByteBuffer, to dataSource: String, waits: Bool, idempotencyKey: String?) -> Call {
        Call(
            .post, "/v0/events", query: [("name", dataSource), ("wait", waits ? "true" : "false")], body: lines,
            contentType: "application/x-ndjson", idempotencyKey: idempotencyKey)
    }
}
