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

        /// A mistake.
        public struct Mistake: Sendable, Hashable, Decodable {
            /// The finding, with its place where it has one.
            public let error: String
        }

        /// Its number, as text.
        public let id: String
        /// How far it has come: `schema_ready`, `data_ready`, `deleted`.
        public let status: String
        /// Whether it is what the workspace serves.
        public let isLive: Bool
        public let newDataSources, changedDataSources, deletedDataSources: [String]
        public let newPipes, changedPipes, deletedPipes: [String]
        /// Findings that did not stop it.
        public let feedback: [Feedback]
        /// Findings that ended it.
        public let errors: [Mistake]

        enum CodingKeys: String, CodingKey {
            case id, status, feedback, errors
            case isLive = "live"
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
    public internal(set) var deployment: Deployment
}

extension MartletClient {
    /// Makes `files` what the workspace serves, or changes nothing and throws with every mistake in them. Waits until they are served.
    public func deploy(_ files: [DeploymentFile], checksOnly: Bool = false, allowsDestruction: Bool = false) async throws
        -> DeploymentReceipt
    {
        var query: [(String, String)] = checksOnly ? [("check", "true")] : [("auto_promote", "true")]
        if allowsDestruction { query.append(("allow_destructive_operations", "true")) }
        let boundary = "martlet-\(UInt64.random(in: .min ... .max))"
        var receipt = try await self.send(
            .post, "/v1/deploy", query: query, body: Self.multipart(files, boundary: boundary),
            contentType: "multipart/form-data; boundary=\(boundary)", as: DeploymentReceipt.self)
        guard !checksOnly else { return receipt }
        while !receipt.deployment.isLive {
            guard receipt.deployment.status != "deleted" else {
                let errors = receipt.deployment.errors.map(\.error)
                throw MartletClientError(status: nil, message: errors.last ?? "the deployment was discarded", findings: errors)
            }
            try await Task.sleep(for: .milliseconds(200))
            receipt.deployment = try await self.deployment(receipt.deployment.id)
        }
        return receipt
    }

    /// A deployment by its number.
    public func deployment(_ id: String) async throws -> DeploymentReceipt.Deployment {
        struct Answer: Decodable { let deployment: DeploymentReceipt.Deployment }
        return try await self.send(.get, "/v1/deployments/\(id)", as: Answer.self).deployment
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
