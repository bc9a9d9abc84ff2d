// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// Decoders between two requests: making one costs more than decoding a single event with it.
final class DecoderPool: Sendable {
    /// One request at a time has it, so its lock is always free.
    private final class Lent: Sendable {
        let decoder: Mutex<NDJSONDecoder>

        init(plan: RowPlan) { self.decoder = Mutex(NDJSONDecoder(plan: plan)) }
    }

    private let idle = Mutex<[(plan: Int, decoder: Lent)]>([])

    /// Enough for the requests that are decoded at the same moment, of several data sources.
    private static let limit = 32
    /// A decoder keeps its memory, so those of larger bodies are not kept.
    private static let byteLimit = 256 << 10

    /// Decodes a body with a decoder of `plan`, whose number is `number`.
    func decode(_ body: [UInt8], as format: AppendRequest.Format, by plan: RowPlan, number: Int) -> DecodedRows {
        let lent = self.take(number) ?? Lent(plan: plan)
        defer { if body.count <= Self.byteLimit { self.giveBack(lent, number) } }
        return lent.decoder.withLock { decoder in
            switch format {
            case .ndjson: decoder.decode(body)
            case .json: decoder.decodeJSON(body)
            }
        }
    }

    private func take(_ plan: Int) -> Lent? {
        self.idle.withLock { idle in idle.lastIndex { $0.plan == plan }.map { idle.remove(at: $0).decoder } }
    }

    private func giveBack(_ decoder: Lent, _ plan: Int) {
        self.idle.withLock { idle in
            if idle.count == Self.limit { idle.removeFirst() }
            idle.append((plan, decoder))
        }
    }
}
