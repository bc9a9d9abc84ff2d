// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import FileSources

struct RemoteURLTests {
    @Test(arguments: [
        ("https://files.example/a/b.csv?key=secret", "https://files.example/a/b.csv", "files.example", 443),
        ("HTTP://Files.Example:8080", "http://files.example:8080/", "files.example", 8080),
        ("http://[::1]:9000/x", "http://[0:0:0:0:0:0:0:1]:9000/x", "0:0:0:0:0:0:0:1", 9000),
        ("http://127.1/x#part", "http://127.1/x", "127.1", 80),
        ("http://files.example:443/a b", "http://files.example:443/a%20b", "files.example", 443),
    ])
    func `a URL is taken apart, and shown without its query`(text: String, address: String, host: String, port: Int) throws {
        let url = try RemoteURL(text)
        #expect((url.address, url.host, url.port) == (address, host, port))
    }

    @Test(arguments: [
        ("ftp://files.example/x", FetchError.unsupportedScheme("ftp")), ("file://host/etc/passwd", .unsupportedScheme("file")),
        ("http+unix://x/y", .unsupportedScheme("http+unix")), ("https://user:pass@files.example/", .hasCredentials(host: "files.example")),
        ("https://user@files.example/", .hasCredentials(host: "files.example")), ("files.example/x.csv", .notAURL), ("", .notAURL),
        ("http:///x", .notAURL), ("http://a%2fb/x", .notAURL), ("http://a:0/x", .notAURL), ("http://a:70000/x", .notAURL),
        ("http://[fe80::1%25eth0]/x", .notAURL), ("https://\(String(repeating: "a", count: 300))/x", .notAURL),
        ("https://a/\(String(repeating: "x", count: 9_000))", .notAURL),
    ])
    func `what cannot be meant is refused`(text: String, error: FetchError) {
        #expect(throws: error) { try RemoteURL(text) }
    }

    @Test(arguments: [
        ("/c.csv?k=2", "http://files.example:81/c.csv?k=2"), ("c.csv", "http://files.example:81/a/c.csv"),
        ("https://other.example/d", "https://other.example/d"), ("//other.example/d", "http://other.example/d"),
    ])
    func `a redirect is relative to where it was met`(location: String, text: String) throws {
        #expect(try RemoteURL("http://files.example:81/a/b.csv?k=1").redirected(to: location).text == text)
    }

    @Test(arguments: [
        ("files.local", "10.0.0.1", "files.local", 80, true), ("files.local", "10.0.0.1", "other.local", 80, false),
        ("Files.Local:8080", "10.0.0.1", "files.local", 8080, true), ("files.local:8080", "10.0.0.1", "files.local", 80, false),
        ("10.0.0.0/24", "10.0.0.9", "any.local", 9, true), ("10.0.0.0/24", "10.0.1.9", "any.local", 9, false),
        ("127.0.0.1:90", "127.0.0.1", "127.0.0.1", 90, true), ("127.0.0.1:90", "127.0.0.1", "127.0.0.1", 91, false),
        ("[::1]:90", "::1", "0:0:0:0:0:0:0:1", 90, true), ("::1", "::1", "localhost", 90, true),
    ])
    func `an allowed origin covers its host, or its addresses, on its port`(
        text: String, address: String, host: String, port: Int, isCovered: Bool
    ) throws {
        #expect(try #require(AllowedOrigin(text)).covers(try #require(IPAddress(address)), of: host, port: port) == isCovered)
    }

    @Test(arguments: ["", "files.local:", "files.local:0", "files.local:x", "http://files.local", "a b", "10.0.0.0/8:80", "*"])
    func `what is no origin is refused`(text: String) {
        #expect(AllowedOrigin(text) == nil)
    }
}
