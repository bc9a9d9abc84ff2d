// Part of Martlet. Apache License 2.0; see LICENSE.

/// What an ``EventWriter`` tells of its work.
public enum EventReport: Sendable {
    /// A batch was taken. Quarantined rows do not fit the data source: look at them with `martlet quarantine show`, or in the data source
    /// `NAME_quarantine`.
    case stored(AppendReceipt)
    /// A batch was not taken, and is sent again after a pause.
    case delayed(MartletClientError, pause: Duration)
    /// A batch is given up.
    case lost(LostEvents)
    /// An event was not accepted by ``EventWriter/write(_:)``.
    case refused(EventRefusal)
}

/// Events that were accepted and could not be delivered.
public struct LostEvents: Sendable {
    /// As they would have been sent: newline-delimited JSON.
    public let lines: [UInt8]
    /// How many they are.
    public let eventCount: Int
    /// What they were sent under; sent again under the same key within a day they are stored once, by a Martlet server.
    public let idempotencyKey: String
    /// Why: the last failure, or a `CancellationError` where the writer was ended.
    public let error: any Error
}

/// Why an event was not accepted.
public enum EventRefusal: Error, Sendable {
    /// As many bytes wait as ``EventWriter/Options/queueBytes`` allow.
    case queueIsFull
    /// The event alone is larger than ``EventWriter/Options/batchBytes``.
    case tooLarge(byteCount: Int)
    /// It cannot be encoded, or not as a JSON object.
    case notEncodable(EncodingError)
    /// The writer has been shut down.
    case isShutDown
}
