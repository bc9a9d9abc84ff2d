// Part of Martlet. Apache License 2.0; see LICENSE.

/// A `multipart/form-data` body (RFC 7578), read whole: the bodies that need it are bounded before.
struct MultipartForm {
    struct Part {
        let name: String
        let fileName: String?
        let content: ArraySlice<UInt8>
    }

    let parts: [Part]

    init(body: [UInt8], contentType: String) throws(WireError) {
        guard let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty, boundary.utf8.count <= 70 else {
            throw .badMultipart("Content-Type has no boundary")
        }
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        guard var position = Self.find(delimiter, in: body, from: 0).map({ $0 + delimiter.count }) else {
            throw .badMultipart("it does not begin with its boundary")
        }
        while !body[position...].starts(with: Array("--".utf8)) {
            guard parts.count < GatewayLimits.uploadParts else { throw .badMultipart("more than \(GatewayLimits.uploadParts) parts") }
            guard let next = Self.find(Array("\r\n".utf8) + delimiter, in: body, from: position) else {
                throw .badMultipart("it ends within part \(parts.count + 1)")
            }
            parts.append(try Self.part(body[position..<next], number: parts.count + 1))
            position = next + 2 + delimiter.count
        }
        self.parts = parts
    }

    /// One part: a line break, headers, an empty line, the content.
    private static func part(_ bytes: ArraySlice<UInt8>, number: Int) throws(WireError) -> Part {
        guard let end = Self.find(Array("\r\n\r\n".utf8), in: Array(bytes), from: 0) else {
            throw .badMultipart("part \(number) has no headers")
        }
        let headers = String(decoding: bytes.prefix(end), as: UTF8.self)
        let disposition = headers.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let disposition, let name = Self.parameter("name", of: String(disposition)) else {
            throw .badMultipart("part \(number) has no name")
        }
        return Part(name: name, fileName: Self.parameter("filename", of: String(disposition)), content: bytes.dropFirst(end + 4))
    }

    /// The value of `name=` in a header, its quotes removed.
    private static func parameter(_ name: String, of header: String) -> String? {
        for field in header.split(separator: ";").dropFirst() {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }).lowercased() == name else { continue }
            var value = parts[1]
            while value.last == " " { value.removeLast() }
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            return String(value)
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count else { return nil }
        var position = start
        while position <= bytes.count - needle.count {
            guard let candidate = bytes[position...(bytes.count - needle.count)].firstIndex(of: first) else { return nil }
            if bytes[candidate..<(candidate + needle.count)].elementsEqual(needle) { return candidate }
            position = candidate + 1
        }
        return nil
    }
}
