// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPServing
internal import HTTPTypes

/// Who asks: a name that means nothing, and a token in the place of the password.
struct ClickHouseCredentials: Sendable, Hashable {
    let user: String
    let token: String?

    /// The first place that has a password counts: ClickHouse's headers, `Authorization`, the parameters.
    init(parameters: [String: String], headers: HTTPFields) {
        let basic = headers[.authorization].flatMap { Self.basic($0) }
        self.user = headers[.clickHouseUser] ?? basic?.user ?? parameters["user"] ?? "default"
        self.token =
            headers[.clickHouseKey] ?? basic?.password ?? headers[.authorization].flatMap { Self.bearer($0) } ?? parameters["password"]
            ?? parameters["token"]
    }

    private static func basic(_ header: String) -> (user: String, password: String)? {
        guard let encoded = Self.value(header, scheme: "basic"), let data = Data(base64Encoded: encoded) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    private static func bearer(_ header: String) -> String? { Self.value(header, scheme: "bearer") }

    private static func value(_ header: String, scheme: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }
}
