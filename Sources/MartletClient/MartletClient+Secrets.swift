// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

extension MartletClient {
    /// Makes a secret known to templates, under its name.
    public func setSecret(_ name: String, to value: String) async throws {
        let form = { (fields: [(String, String)]) in
            ByteBuffer(string: fields.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&"))
        }
        let type = "application/x-www-form-urlencoded"
        do {
            _ = try await self.send(.put, "/v0/variables/\(Self.escaped(name))", body: form([("value", value)]), contentType: type)
        } catch let error as MartletClientError where error.status == 404 {
            _ = try await self.send(
                .post, "/v0/variables", body: form([("name", name), ("value", value), ("type", "secret")]), contentType: type)
        }
    }
}
