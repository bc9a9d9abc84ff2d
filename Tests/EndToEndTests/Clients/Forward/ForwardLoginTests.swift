// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The login of others at the page of this server.
@Suite struct ForwardLoginTests {
    @Test func `a login by a code waits until the page confirms it, and is enough from then on`() async throws {
        try await ForwardCLI.run { tb in
            let login = try tb.start("login", "--host", tb.server.url, "--auth-host", tb.server.url, "--method", "code")
            var code = ""
            try await eventually("the command shows its code") {
                code = login.outputText.firstMatch(of: /[?&]code=([A-Z0-9]+)/).map { String($0.1) } ?? ""
                return !code.isEmpty && login.outputText.contains("method=code")
            }
            let confirmed = try await tb.server.post(
                "/login", body: #"{"code": "\#(code)"}"#, headers: ["Origin": tb.server.url, "Content-Type": "application/json"])
            #expect(confirmed.status == 200, "\(confirmed.body)")
            try await eventually("the command ends") { !login.isRunning }
            #expect(login.outputText.contains("Authentication successful!"), "\(login.outputText)\(login.errorText)")
            try await tb.plain("--cloud", "workspace", "current", says: "Tinybird_Local_Testing")
            try await tb.plain("--cloud", "workspace", "create", "analytics", says: "analytics")
        }
    }
}
