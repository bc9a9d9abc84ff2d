// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Synchronization
import Testing

@testable import ClickHouseClient

struct HeldBytesTests {
    private struct NoTurn: Error {}

    @Test(arguments: [1, 256 << 10, (256 << 10) + 1, 1_000_000])
    func `all bytes come, the last of them in their turn`(byteCount: Int) async throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        let turns = Mutex(0)
        var received: [UInt8] = []
        for try await piece in HeldBytes(bytes: ByteBuffer(bytes: bytes), turn: { turns.withLock { $0 += 1 } }) {
            received += Array(piece.readableBytesView)
            #expect(turns.withLock { $0 } == (received.count == byteCount ? 1 : 0))
        }
        #expect(received == bytes)
    }

    @Test func `without a turn the end never comes`() async throws {
        var count = 0
        await #expect(throws: NoTurn.self) {
            for try await piece in HeldBytes(bytes: ByteBuffer(bytes: Array(repeating: 7, count: 600_000)), turn: { throw NoTurn() }) {
                count += piece.readableBytes
            }
        }
        #expect(count > 0 && count < 600_000)
    }
}
