// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// The address of a file, taken apart so that whoever connects to it means the same host as whoever checked it.
package struct RemoteURL: Sendable, Hashable {
    package let isSecure: Bool
    /// In lower case; an address of version 6 without its brackets.
    package let host: String
    package let port: Int
    /// Percent-encoded.
    private let path: String
    private let query: String?

    package init(_ text: String) throws(FetchError) {
        guard text.utf8.count <= Self.lengthLimit, let components = URLComponents(string: text) else { throw .notAURL }
        try self.init(components)
    }

    private init(_ components: URLComponents) throws(FetchError) {
        let scheme = components.scheme?.lowercased() ?? ""
        guard let encodedHost = components.encodedHost, !encodedHost.isEmpty else { throw .notAURL }
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(String(scheme.prefix(20))) }
        guard let host = Self.hostName(encodedHost) else { throw .notAURL }
        guard components.user == nil, components.password == nil else { throw .hasCredentials(host: host) }
        let port = components.port ?? (scheme == "https" ? 443 : 80)
        guard 1...65_535 ~= port else { throw .notAURL }
        self.isSecure = scheme == "https"
        self.host = host
        self.port = port
        self.path = components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath
        self.query = components.percentEncodedQuery
        // Whoever connects reads the text again, and must find the same host in it.
        guard URL(string: self.text)?.host()?.filter({ $0 != "[" && $0 != "]" }) == host else { throw .notAURL }
    }

    /// Where `Location` of an answer leads.
    func redirected(to location: String) throws(FetchError) -> RemoteURL {
        guard location.utf8.count <= Self.lengthLimit, let base = URL(string: self.text),
            let components = URL(string: location, relativeTo: base).flatMap({ URLComponents(url: $0, resolvingAgainstBaseURL: true) })
        else { throw .notAURL }
        return try RemoteURL(components)
    }

    /// The whole of it, secrets and all.
    var text: String { self.address + (self.query.map { "?\($0)" } ?? "") }

    /// What may be shown and stored: the query, which may hold secrets, left out.
    package var address: String {
        let isUsualPort = self.port == (self.isSecure ? 443 : 80)
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isSecure ? "https" : "http")://\(host)\(isUsualPort ? "" : ":\(self.port)")\(self.path)"
    }

    /// A host as it is compared: an address, or a name of letters, digits, hyphens, underscores and dots.
    static func hostName(_ text: String) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]") {
            return IPAddress(String(text.dropFirst().dropLast())).map { String(describing: $0) }
        }
        let name = text.lowercased()
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isName && 1...253 ~= name.utf8.count ? name : nil
    }

    /// As much as servers take in a line.
    private static let lengthLimit = 8_192
}
