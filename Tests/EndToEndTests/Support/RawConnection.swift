// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Glibc

/// A connection that does what no HTTP client would: stop half-way, send byte by byte, or nothing at all.
final class RawConnection {
    private let socket: Int32

    /// Connects to the server's port; throws if the system refuses.
    init(to server: ServerFixture) throws {
        let port = URL(string: server.url)?.port ?? 0
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(self.socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard self.socket >= 0, status == 0 else { throw TimedOut(description: "no connection: error \(errno)") }
    }

    deinit { close(self.socket) }

    /// False if the other side has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return unsafe Glibc.send(self.socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// What has come since the last time, without waiting; nil if the other side has gone.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(self.socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN { return "" }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
