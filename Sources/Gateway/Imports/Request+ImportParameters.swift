// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

extension Request {
    /// The parameters of an import, from its query and from a body that is a form with a `url`; any other body is the file.
    ///
    /// `Content-Type` alone does not tell: command lines send any file as a form (http-api contract, 1.3).
    mutating func importParameters() async throws -> WireParameters {
        var parameters = try WireParameters(query: self.uri.query)
        guard self.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
            let length = self.headers[.contentLength].flatMap({ Int($0) }), 1...GatewayLimits.formSize.bytes ~= length
        else { return parameters }
        let body = try await self.body.collect(upTo: GatewayLimits.formSize.bytes)
        self.body = RequestBody(buffer: body)
        let form = try? WireParameters(query: String(buffer: body))
        if let form, form["url"] != nil, form.names.allSatisfy({ Self.importParameterNames.contains($0) }) {
            try parameters.add(urlEncoded: String(buffer: body))
        }
        return parameters
    }

    /// What may be in a form (http-api contract, 6.3); with another name in it, it is a file.
    private static let importParameterNames: Set<String> = [
        "mode", "name", "url", "format", "replace_condition", "skip_incompatible_partition_key", "replace_truncate_when_empty",
        "dialect_delimiter", "dialect_escapechar", "dialect_new_line", "type_guessing", "debug", "progress", "branch_mode", "token",
    ]
}
