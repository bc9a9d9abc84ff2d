// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

/// How a test sees a pipe: what its published node is.
package struct PipeDescription: Sendable, Hashable, Decodable {
    /// A step.
    package struct Node: Sendable, Hashable, Decodable {
        /// A parameter of its template.
        package struct Parameter: Sendable, Hashable, Decodable {
            /// Its name.
            package let name: String
            /// `String`, `Int32`, `DateTime`, …
            package let type: String?
            /// Whether a call without it fails.
            package let required: Bool?
        }

        /// `endpoint`, `materialized`, `copy`, `sink`, `standard` or `default`.
        package let type: String
        /// Its text, a template if it begins with `%`.
        package let sql: String
        /// What its template takes.
        package let parameters: [Parameter]

        enum CodingKeys: String, CodingKey {
            case sql
            case type = "node_type"
            case parameters = "params"
        }
    }

    /// In the order of the file.
    package let nodes: [Node]
}

/// What a call was answered, right or wrong.
package struct CallAnswer: Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    /// The rows as newline-delimited JSON, or the text of the error.
    package let text: String

    /// An answer of this status.
    package init(status: Int, text: String) {
        self.status = status
        self.text = text
    }
}

extension MartletClient {
    /// What a pipe is made of; nil if there is none of this name.
    package func describePipe(_ name: String) async throws -> PipeDescription? {
        do {
            return try await self.send(.get, "/v0/pipes/\(Self.escaped(name))", as: PipeDescription.self)
        } catch let error as MartletClientError where error.status == 404 {
            return nil
        }
    }

    /// Calls a pipe as a test does: its endpoint or, of another pipe, the query of its result.
    ///
    /// - Parameters:
    ///   - parameters: A query string, as in an address.
    ///   - now: The moment that the call takes for the present, in UTC.
    package func test(_ pipe: String, as description: PipeDescription, parameters: String, now: String? = nil) async throws -> CallAnswer {
        let query = Self.requoted(parameters) + (now.map { "&__now=\(Self.escaped($0))" } ?? "")
        let node = description.nodes.first { $0.type != "default" && $0.type != "standard" }
        let path =
            if let node, node.type != "endpoint" {
                "/v0/sql?q=\(Self.escaped(node.sql))&pipeline=\(Self.escaped(pipe))&\(query)"
            } else {
                "/v0/pipes/\(Self.escaped(pipe)).ndjson?\(query)"
            }
        do {
            return CallAnswer(status: 200, text: String(buffer: try await self.send(.get, path)))
        } catch let error as MartletClientError {
            guard let status = error.status else { throw error }
            return CallAnswer(status: status, text: error.message)
        }
    }

    /// A query string as a person writes it, with all that may not stand in an address escaped; what is escaped stays so.
    static func requoted(_ query: String) -> String {
        query.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let stays = byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}#".unicodeScalars.contains(scalar)
            return stays ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }

    /// The rows of a query as newline-delimited JSON.
    ///
    /// - Parameter now: The moment that the query takes for the present, in UTC.
    package func rows(of query: String, now: String? = nil) async throws -> ByteBuffer {
        try await self.send(
            .post, "/v0/sql", query: now.map { [("__now", $0)] } ?? [], body: ByteBuffer(string: "\(query)\nFORMAT JSONEachRow"),
            contentType: "text/plain")
    }
}
