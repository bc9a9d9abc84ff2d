// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a `.pipe` file declares: named queries, one of which may be served, materialized, copied or exported.
package struct PipeDefinition: Hashable, Sendable {
    package let name: String
    /// The path of the file in the project.
    package let file: String
    /// The file as it came, but for Classic's INCLUDE, whose files stand in its place.
    package let text: String
    package let description: String?
    package let tokens: [TokenGrant]
    package let tags: [String]
    /// In the order of the file; never empty.
    package private(set) var nodes: [NodeDefinition]

    /// What the pipe is, after its one typed node.
    package var kind: PipeKind {
        switch self.typedNode?.kind {
        case .endpoint: .endpoint
        case .materialized: .materialized
        case .copy: .copy
        case .sink: .sink
        case .standard, .stream, nil: .plain
        }
    }

    /// The node served over HTTP, if the pipe is an endpoint.
    package var publishedNode: NodeDefinition? {
        self.kind == .endpoint ? self.typedNode : nil
    }

    /// The node other queries mean when they name the pipe: the typed one, else the last.
    package var resultNode: NodeDefinition? {
        self.typedNode ?? self.nodes.last
    }

    /// The pipe with the targets of its nodes called as the project calls them.
    func naming(targetsAs name: (String) -> String?) -> PipeDefinition {
        var pipe = self
        for index in pipe.nodes.indices {
            guard let target = pipe.nodes[index].targetDataSource, let known = name(target) else { continue }
            pipe.nodes[index].targetDataSource = known
        }
        return pipe
    }

    private var typedNode: NodeDefinition? {
        self.nodes.first { $0.kind != .standard }
    }
}
