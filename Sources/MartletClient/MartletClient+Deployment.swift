// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A file of a project on its way to the server.
public struct DeploymentFile: Sendable, Hashable {
    /// Relative to the project's folder, with `/` between its parts.
    public let path: String
    /// The datafile's text.
    public let text: String

    /// A file of this path and text.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// What a deployment did.
public struct DeploymentReceipt: Sendable, Hashable, Decodable {
    /// The parts of the answer that tell what changed.
    public struct Deployment: Sendable, Hashable, Decodable {
        /// A warning about a resource.
        public struct Feedback: Sendable, Hashable, Decodable {
            /// `ERROR`, `WARNING` or `INFO`.
            public let level: String
            /// The finding with its place.
            public let message: String
        }

        /// Its number, as text.
        public let id: String
        public let newDataSources, changedDataSources, deletedDataSources: [String]
        public let newPipes, changedPipes, deletedPipes: [String]
        /// Findings that did not stop it.
        public let feedback: [Feedback]

        enum CodingKeys: String, CodingKey {
            case id, feedback
            case newDataSources = "new_datasource_names"
            case changedDataSources = "changed_datasource_names"
            case deletedDataSources = "deleted_datasource_names"
            case newPipes = "new_pipe_names"
            case changedPipes = "changed_pipe_names"
            case deletedPipes = "deleted_pipe_names"
        }
    }

    /// `success` or `no_changes`; a refused deployment is thrown.
    public let result: String
    /// What changed.
    public let deployment: Deployment
}

extension MartletClient {
    /// Makes `files` what the workspace serves, or changes nothing and throws with every mistake in them.
    public func deploy(_ files: [DeploymentFile], checksOnly: Bool = false, allowsDestruction: Bool = false) async throws
        -> DeploymentReceipt
    {
        var query: [(String, String)] = checksOnly ? [("check", "true")] : [("auto_promote", "true")]
        if allowsDestruction { query.append(("allow_destructive_operations", "true")) }
        let boundary = "martlet-\(UInt64.random(in: .min ... .max))"
        return try await self.send(
            .post, "/v1/deploy", query: query, body: Self.multipart(files, boundary: boundary),
            contentType: "multipart/form-data; boundary=\(boundary)", as: DeploymentReceipt.self)
    }

    /// One part a file, all under the name that marks a project's own files (http-api contract, 16.1).
    static func multipart(_ files: [DeploymentFile], boundary: String) -> ByteBuffer {
        var body = ByteBuffer()
        for file in files {
            let name = file.path.map { $0 == "\"" || $0.isNewline ? "_" : String($0) }.joined()
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\"\(name)\"\r\n")
            body.writeString("Content-Type: text/plain\r\n\r\n\(file.text)\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        return body
    }
}
