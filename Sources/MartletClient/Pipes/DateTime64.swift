// Part of Martlet. Apache License 2.0; see LICENSE.

public import FoundationEssentials

/// A moment as a parameter of type `DateTime64`, with milliseconds; a `Date` is sent as one of type `DateTime`.
public struct DateTime64: Encodable, Sendable, Hashable {
    /// The moment.
    public let date: Date

    /// A moment to be sent with its milliseconds.
    public init(_ date: Date) { self.date = date }

    /// Writes `2026-01-31 12:30:00.123`, in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(UTCText.milliseconds(self.date))
    }
}
