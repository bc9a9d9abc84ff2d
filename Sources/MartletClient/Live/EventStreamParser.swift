// Part of Martlet. Apache License 2.0; see LICENSE.

/// An event of a stream in the format of server-sent events.
struct StreamEvent: Sendable, Hashable {
    /// `message` where the stream names none.
    var name = "message"
    var data = ""
    /// What the stream calls its place after this event; nil if it does not.
    var id: String?
}

/// Reads server-sent events from pieces that are cut anywhere.
struct EventStreamParser: Sendable {
    private var line: [UInt8] = []
    private var isAfterReturn = false
    private var event = StreamEvent()
    private var hasData = false
    private var byteCount = 0

    /// The largest event that is taken: twice that of a Martlet server's largest answer.
    static let eventBytes = 2 << 20

    /// The events that end in these bytes.
    mutating func push(_ bytes: some Sequence<UInt8>) throws(MartletClientError) -> [StreamEvent] {
        var events: [StreamEvent] = []
        for byte in bytes {
            defer { self.isAfterReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            // The second half of one line's end.
            case UInt8(ascii: "\n") where self.isAfterReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = self.endLine() { events.append(event) }
            default:
                self.byteCount += 1
                guard self.byteCount <= Self.eventBytes else {
                    throw MartletClientError(status: 200, message: "the server has sent an event of more than \(Self.eventBytes) bytes")
                }
                self.line.append(byte)
            }
        }
        return events
    }

    /// The event that ends with an empty line.
    private mutating func endLine() -> StreamEvent? {
        guard !self.line.isEmpty else {
            defer {
                self.event = StreamEvent()
                self.hasData = false
                self.byteCount = 0
            }
            return self.hasData ? self.event : nil
        }
        let text = String(decoding: self.line, as: UTF8.self)
        self.line.removeAll(keepingCapacity: true)
        // A comment counts for nothing, however many there are.
        if text.hasPrefix(":") {
            self.byteCount = 0
            return nil
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 1 ? "" : String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1])
        switch parts[0] {
        case "event": self.event.name = value.isEmpty ? "message" : value
        case "id": self.event.id = value
        case "data":
            self.event.data += self.hasData ? "\n\(value)" : value
            self.hasData = true
        default: break
        }
        return nil
    }
}
