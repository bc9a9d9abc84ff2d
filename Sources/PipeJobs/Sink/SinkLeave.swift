// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
package import FileSources
internal import MartletCore
internal import Workspaces

/// What the operator of the server lets sinks do.
package struct SinkLeave: Sendable {
    private let network: FileFetcher
    /// The folder that files may be written to; nil for none.
    private let folder: String?

    package init(network: FileFetcher, folder: String?) {
        self.network = network
        self.folder = folder
    }

    /// Where the files of a sink go, once it is sure that they may. `secrets` are those that connections may name.
    func target(
        of settings: SinkSettings, node: NodeDefinition, in snapshot: WorkspaceSnapshot, secrets: [String: String]
    ) async throws -> SinkTarget {
        switch settings.place {
        case .folder(let path):
            guard let folder else {
                throw PipeJobError.sinkNotAllowed(
                    "this server writes no files; whoever runs it can set a folder apart for them with --export-folder FOLDER")
            }
            return .folder("\(folder)/\(snapshot.workspace.name)\(path.isEmpty ? "" : "/\(path)")")
        case .bucket(let bucket, let prefix):
            let values = try self.connection(settings.connection, node: node, in: snapshot, secrets: secrets)
            guard let key = values["S3_ACCESS_KEY"], let secret = values["S3_SECRET"] else {
                throw PipeJobError.badSink(
                    node: node.name, reason: "connection \"\(settings.connection)\" needs S3_ACCESS_KEY and S3_SECRET; roles are not served"
                )
            }
            let region = values["S3_REGION"] ?? "us-east-1"
            let base = values["S3_ENDPOINT"].map { "\($0)/\(bucket)" } ?? "https://\(bucket).s3.\(region).amazonaws.com"
            let url = try RemoteURL(base)
            try await self.check(url)
            return .bucket(url: prefix.isEmpty ? base : "\(base)/\(prefix)", key: key, secret: secret)
        }
    }

    /// The engine looks the name up again. A certificate proves to it that it has found the place; without one only the operator's word does.
    private func check(_ url: RemoteURL) async throws {
        switch try await self.network.reach(of: url) {
        case .allowedByName: return
        case .isPublic where url.isSecure: return
        case .isPublic:
            throw PipeJobError.sinkNotAllowed(
                "\(url.host) would be written to without encryption: use https, "
                    + "or let whoever runs this server allow it with --allow-export-to \(url.host):\(url.port)")
        case .forbidden:
            throw PipeJobError.sinkNotAllowed(
                "the address of \(url.host) is not public; whoever runs this server can allow it with --allow-export-to \(url.host):\(url.port)"
            )
        }
    }

    /// The settings of a connection, secrets filled in.
    private func connection(
        _ name: String, node: NodeDefinition, in snapshot: WorkspaceSnapshot, secrets: [String: String]
    ) throws -> [String: String] {
        guard let stored = snapshot.connections[name]?.definition else {
            throw PipeJobError.badSink(node: node.name, reason: "the project has no connection \"\(name)\"")
        }
        guard stored.kind == .s3 else {
            throw PipeJobError.badSink(
                node: node.name, reason: "connection \"\(name)\" is of type \(stored.kind.rawValue); only s3 is served")
        }
        let (project, findings) = Project.parse(
            only: ProjectFile(path: stored.file, text: stored.text), includes: [], secrets: secrets)
        if let fault = findings.first(where: { $0.severity == .error }) {
            throw PipeJobError.badSink(node: node.name, reason: "connection \"\(name)\": \(fault.message)")
        }
        return project.connections.first?.settings ?? [:]
    }
}
