// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
package import NIOCore

/// An endpoint's answer as an event: one line of JSON, under a name that follows from what it says.
///
/// Two answers are the same if they say the same. What the engine adds of its work (`statistics`, and how many rows it happened to see
/// before a `LIMIT`) differs from run to run; the statistics are not sent at all.
package struct LiveAnswer: Sendable, Hashable {
    package let id: String
    /// The event as it is sent, the same bytes for all subscribers.
    package let event: ByteBuffer

    /// Makes an event of a JSON object as the engine writes it.
    init(json: ByteBuffer) {
        let members = Self.members(of: json.readableBytesView)
        var hash = SHA256()
        for member in members where !member.isNamed("statistics") && !member.isNamed("rows_before_limit_at_least") {
            hash.update(data: member)
            hash.update(data: [UInt8(ascii: ",")])
        }
        self.id = hash.finalize().prefix(Self.idBytes).map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
        var event = ByteBuffer(string: "id: \(self.id)\ndata: {")
        event.reserveCapacity(minimumWritableBytes: json.readableBytes)
        event.writeBytes(members.filter { !$0.isNamed("statistics") }.joined(separator: [UInt8(ascii: ",")]))
        event.writeString("}\n\n")
        self.event = event
    }

    /// Bytes of a digest that no two answers share by chance.
    private static let idBytes = 16

    /// The members of a JSON object, each without the blanks between its words.
    private static func members(of json: ByteBufferView) -> [[UInt8]] {
        var members: [[UInt8]] = []
        var member: [UInt8] = []
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in json {
            if isInText {
                isInText = byte != UInt8(ascii: "\"") || isEscaped
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                member.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth == 1 { continue }
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            if depth == 0 || (depth == 1 && byte == UInt8(ascii: ",")) {
                members.append(member)
                member = []
            } else {
                member.append(byte)
            }
        }
        return members
    }
}

extension [UInt8] {
    fileprivate func isNamed(_ name: String) -> Bool { self.starts(with: "\"\(name)\":".utf8) }
}
