// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import MartletClient

/// A login that a person confirms on a page of the server, while the command waits (http-api contract, 15.2).
struct LoginPage {
    let server: MartletClient
    let host: String
    let workspace: String?
    let opensBrowser: Bool

    struct Tokens: Decodable {
        let workspace: String
        let user: String

        private enum CodingKeys: String, CodingKey {
            case workspace = "workspace_token"
            case user = "user_token"
        }
    }

    /// As long as the server keeps what was confirmed.
    private static let patience = Duration.seconds(300)

    /// Shows the way to the page, and waits for what it hands over.
    func tokens(saying say: (String) -> Void) async throws -> Tokens {
        let code = Self.oneTimeCode()
        let address = self.address(code)
        say("The page will show this code: \(code.prefix(4))-\(code.suffix(4))")
        if self.opensBrowser {
            say("» Opening browser for authentication...")
            say("\nIf browser does not open, please open the following URL manually:")
            Browser.open(address)
        } else {
            say("Open this page in a browser:")
        }
        say(address)
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if let tokens = try await self.confirmed(code) { return tokens }
            try await Task.sleep(for: .seconds(1))
        }
        throw CommandError("nobody has confirmed the login within five minutes: log in again, or pass --token")
    }

    /// What the page hands over; nil while nobody has confirmed.
    private func confirmed(_ code: String) async throws -> Tokens? {
        do {
            let query = [("apiHost", self.host), ("cliCode", code), ("method", "code")]
            return try await self.server.send(.get, "/api/cli-login", query: query, as: Tokens.self)
        } catch let error as MartletClientError {
            guard error.status == 404 else { throw error }
            return nil
        }
    }

    private func address(_ code: String) -> String {
        let query = [("apiHost", self.host), ("code", code), ("method", "code")] + (self.workspace.map { [("workspace", $0)] } ?? [])
        return "\(self.server.url)/api/cli-login?"
            + query.map { "\($0.0)=\(MartletClient.escaped($0.1))" }.joined(separator: "&")
    }

    /// Eight letters and digits; a wrong guess in five minutes of the fastest server is one of a million.
    private static func oneTimeCode() -> String {
        String((0..<8).map { _ in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".randomElement() ?? "0" })
    }
}

/// The machine's own browser.
enum Browser {
    /// Opens an address; a machine without a browser does nothing.
    @discardableResult
    static func open(_ address: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        #if os(macOS)
            process.arguments = ["open", address]
        #else
            process.arguments = ["xdg-open", address]
        #endif
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            return true
        } catch {
            return false
        }
    }
}
