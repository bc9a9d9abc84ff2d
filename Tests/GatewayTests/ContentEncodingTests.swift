// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Gateway

struct ContentEncodingTests {
    @Test(
        arguments: [
            ("gzip", .gzip), ("gzip, deflate", .gzip), ("gzip, deflate, br, zstd", .zstd), ("GZIP;q=0.5", .gzip), ("*", .zstd),
            ("zstd;q=0.1, gzip;q=0.9", .gzip), ("gzip ; q=1.0 , zstd ; q=0", .gzip), ("*;q=0.5, zstd;q=0", .gzip),
        ] as [(String, ContentEncoding)])
    func `the client's preference counts, and where it has none our speed`(header: String, encoding: ContentEncoding) {
        #expect(ContentEncoding(accepted: header) == encoding)
    }

    @Test(arguments: ["", "identity", "br", "gzip;q=0", "gzip;q=x", "*;q=0", "identity, gzip;q=0.5", ",;,", "gzip;q=0.5;q", "gzipped"])
    func `who does not ask gets the answer as it is`(header: String) {
        #expect(ContentEncoding(accepted: header) == nil)
    }
}
