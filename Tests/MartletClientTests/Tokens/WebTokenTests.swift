// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Tokens that are made without a server.
struct WebTokenTests {
    @Test func `a token says what its bearer may do, and is signed`() throws {
        let token = WebToken(
            name: "ü/1", workspaceID: "w", expiry: Date(timeIntervalSince1970: 1_795_224_809.9),
            scopes: [.readPipe("top", fixedParameters: ["org": "a"]), .readDataSource("events", filter: "n = 1"), .append(to: "events")],
            requestsPerSecond: 10)
        let parts = try token.signed(with: "p.key").split(separator: ".").map(String.init)
        let decoded = try parts.prefix(2).map { part in
            let padded = part.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - part.count % 4) % 4)
            return String(decoding: try #require(Data(base64Encoded: padded)), as: UTF8.self)
        }
        #expect(decoded[0] == #"{"alg":"HS256","typ":"JWT"}"#)
        #expect(
            decoded[1]
                == #"{"exp":1795224809,"limits":{"rps":10},"name":"ü/1","scopes":[{"fixed_params":{"org":"a"},"resource":"top","type":"PIPES:READ"},"#
                + #"{"filter":"n = 1","resource":"events","type":"DATASOURCES:READ"},{"resource":"events","type":"DATASOURCES:APPEND"}],"#
                + #""workspace_id":"w"}"#)
        // Made by another implementation from the same header, claims and key.
        #expect(parts.count == 3 && parts[2] == "XfxnQXiZkcW2HPYAvZ_5ueYNeZJ5XIyaGhC7WPs_wrM")
        #expect(parts.allSatisfy { !$0.contains("=") && !$0.contains("+") && !$0.contains("/") })
    }
}
