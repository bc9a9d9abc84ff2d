// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOPosix

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Finds the addresses of a host name.
package struct HostResolver: Sendable {
    /// No address means that there is no such host.
    package let addresses: @Sendable (String) async throws -> [IPAddress]

    package init(_ addresses: @escaping @Sendable (String) async throws -> [IPAddress]) { self.addresses = addresses }

    /// The addresses of a host that may be an address itself.
    func resolve(_ host: String) async throws -> [IPAddress] {
        if let literal = IPAddress(host) { [literal] } else { try await self.addresses(host) }
    }

    /// The one of the operating system. It blocks, so it works on a thread that may.
    package static let system = HostResolver { host in
        try await NIOThreadPool.singleton.runIfActive { Self.lookUp(host) }
    }

    private static func lookUp(_ host: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        #if canImport(Glibc)
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = unsafe list
        while let info = unsafe next?.pointee {
            if let address = unsafe Self.address(of: info) { addresses.append(address) }
            unsafe next = info.ai_next
        }
        return addresses
    }

    private static func address(of info: addrinfo) -> IPAddress? {
        guard let socketAddress = unsafe info.ai_addr else { return nil }
        let raw = UnsafeRawPointer(socketAddress)
        switch unsafe info.ai_family {
        case AF_INET:
            let four = unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return IPAddress(bytes: unsafe withUnsafeBytes(of: four) { unsafe Array($0) })
        case AF_INET6:
            let six = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return IPAddress(bytes: unsafe withUnsafeBytes(of: six) { unsafe Array($0) })
        default: return nil
        }
    }
}
