// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

extension ServerFixture {
    /// Runs a statement in the engine itself, past the server: what else only its work in the background does, at a time of its own choice.
    @discardableResult
    func engine(_ statement: String) async throws -> String {
        let socket = self.folder.appending(path: "engine/run/engine.sock").path
        let host = try #require(socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        var request = HTTPClientRequest(url: "http+unix://\(host)/")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: statement))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        guard response.status == .ok else { throw TimedOut(description: "\(statement): \(text)") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The engine's name of the table that holds a data source's rows.
    func table(of dataSource: String) async throws -> String {
        let pattern = "^\(dataSource)_[0-9a-f]{8}$"
        var names = ""
        // The table of a replaced deployment may still be there.
        try await eventually("there is one table of \(dataSource)") {
            names = try await self.engine("SELECT database || '.' || name FROM system.tables WHERE match(name, '\(pattern)')")
            return !names.isEmpty && !names.contains("\n")
        }
        return names
    }

    /// Keeps rows that have expired until `expire` is called.
    func holdExpiredRows(of dataSources: String...) async throws {
        for name in dataSources { try await self.engine("SYSTEM STOP TTL MERGES \(self.table(of: name))") }
    }

    /// Removes the rows that have expired, as the next merge would.
    func expire(_ dataSources: String...) async throws {
        for name in dataSources {
            let table = try await self.table(of: name)
            try await self.engine("SYSTEM START TTL MERGES \(table)")
            try await self.engine("OPTIMIZE TABLE \(table) FINAL")
        }
    }
}
