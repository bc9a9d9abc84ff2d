// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A file of a project on its way to the server.
package struct DeploymentFile: Sendable, Hashable {
    /// Relative to the project's folder, with `/` between its parts.
    package let path: String
    /// The datafile's text.
    package let text: String

    /// A file of this path and text.
    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// What a deployment is to do.
package struct DeploymentOptions: Sendable, Hashable {
    /// Whether it is only checked and planned.
    package var checksOnly = false
    /// Whether it goes live by itself when it is ready.
    package var promotesItself = true
    /// Whether data sources may be deleted with their rows.
    package var allowsDestruction = false
    /// Whether what is live and not among the files stays, rather than goes.
    package var keepsOthers = false

    /// A deployment that goes live by itself and destroys nothing.
    package init() {}

    var query: [(String, String)] {
        [
            ("check", self.checksOnly), ("auto_promote", self.promotesItself && !self.checksOnly),
            ("allow_destructive_operations", self.allowsDestruction), ("partial", self.keepsOthers),
        ]
        .filter(\.1).map { ($0.0, "true") }
    }
}

extension MartletClient {
    /// Makes `files` what the workspace serves, or changes nothing and throws with every mistake in them. Waits until they are served.
    package func deploy(_ files: [DeploymentFile], checksOnly: Bool = false, allowsDestruction: Bool = false) async throws
        -> DeploymentReceipt
    {
        var options = DeploymentOptions()
        options.checksOnly = checksOnly
        options.allowsDestruction = allowsDestruction
        let receipt = try await self.deploy(files, options: options)
        var deployment = receipt.deployment
        while !checksOnly, !deployment.isLive {
            guard !["failed", "deleted"].contains(deployment.status) else {
                throw MartletClientError(
                    status: nil, message: deployment.errors.last ?? "the deployment was discarded", findings: deployment.errors)
            }
            try await Task.sleep(for: .milliseconds(200))
            deployment = try await self.deployment(deployment.id)
        }
        return DeploymentReceipt(result: receipt.result, deployment: deployment)
    }

    /// Begins a deployment of `files`, or throws with every mistake in them.
    package func deploy(_ files: [DeploymentFile], options: DeploymentOptions) async throws -> DeploymentReceipt {
        let boundary = "martlet-\(UInt64.random(in: .min ... .max))"
        return try await self.send(
            .post, "/v1/deploy", query: options.query, body: Self.multipart(files, boundary: boundary),
            contentType: "multipart/form-data; boundary=\(boundary)", as: DeploymentReceipt.self)
    }

    /// The deployments of the workspace, oldest first.
    package func deployments(includingDeleted: Bool = false) async throws -> [DeploymentReceipt.Deployment] {
        struct DeploymentList: Decodable { let deployments: [DeploymentReceipt.Deployment] }
        let query = includingDeleted ? [("include_deleted", "true")] : []
        return try await self.send(.get, "/v1/deployments", query: query, as: DeploymentList.self).deployments
    }

    /// One deployment, also one that is gone.
    package func deployment(_ id: String) async throws -> DeploymentReceipt.Deployment {
        struct Found: Decodable { let deployment: DeploymentReceipt.Deployment }
        return try await self.send(.get, "/v1/deployments/\(Self.escaped(id))", as: Found.self).deployment
    }

    /// Makes a deployment that is ready the live one.
    package func promote(_ id: String) async throws { try await self.send(.post, "/v1/deployments/\(Self.escaped(id))/set-live") }

    /// Deletes a deployment that is not live.
    package func discard(_ id: String) async throws { try await self.send(.delete, "/v1/deployments/\(Self.escaped(id))") }

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
