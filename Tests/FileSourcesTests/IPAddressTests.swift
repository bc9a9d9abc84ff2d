// Part of Martlet. Apache License 2.0; see LICENSE.

import FileSources
import Testing

struct IPAddressTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "128.0.0.1", "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2a00:1450:4001::1", "2003::1",
    ])
    func `addresses of the Internet are public`(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        // This machine, private networks, the link with its metadata service, carriers.
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
        // Documentation, benchmarks, protocols, multicast, reserved, broadcast.
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255",
        // The same of version 6, and every way from it into version 4.
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fec0::1", "ff02::1",
    ])
    func `all others are not`(text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "1.2.3.4.5", "1.2.3.256", "::1%lo", "[::1]", "localhost", "1.2.3.4 ",
    ])
    func `short and old forms are no addresses`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [("::1", "0:0:0:0:0:0:0:1"), ("10.1.2.3", "10.1.2.3"), ("2001:DB8::ff", "2001:db8:0:0:0:0:0:ff")])
    func `an address is printed so that it can be read again`(text: String, printed: String) {
        #expect(IPAddress(text)?.description == printed)
        #expect(IPAddress(printed) == IPAddress(text))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.9.9.9", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.128.0.0/9", "10.127.0.0", false),
        ("10.128.0.0/9", "10.200.0.0", true), ("1.2.3.4", "1.2.3.4", true), ("1.2.3.4", "1.2.3.5", false), ("0.0.0.0/0", "9.9.9.9", true),
        ("0.0.0.0/0", "::1", false), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe00::1", false),
    ])
    func `a block contains what begins like it`(block: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0/8", "host/8"])
    func `what is no block is refused`(text: String) {
        #expect(AddressBlock(text) == nil)
        #expect(AllowedOrigin(text) == nil)
    }
}
