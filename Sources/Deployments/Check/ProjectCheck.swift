// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import Datafiles
package import MartletCore
internal import Workspaces

/// Checks a project without an engine: templates render, SQL is one query, every name resolves, nothing goes in circles or
/// reaches out.
///
/// All findings of all pipes are collected, each at its line of the datafile.
package struct ProjectCheck {
    private let project: Project
    private let secretNames: Set<String>?
    private let dataSources: [String: DataSourceDefinition]
    private let pipes: [String: PipeDefinition]
    private let implicitTargets: Set<String>

    /// `secretNames` are the secrets that the workspace has; nil where nobody knows.
    package init(_ project: Project, secretNames: Set<String>? = nil) {
        self.project = project
        self.secretNames = secretNames
        self.implicitTargets = ImplicitTargets(project).names
        self.dataSources = Dictionary(project.dataSources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.pipes = Dictionary(project.pipes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func run() -> (graph: ProjectGraph, diagnostics: [Diagnostic]) {
        var known: [NodeDefinition: RenderedNode] = [:]
        return self.run(knowing: &known)
    }

    /// The same, but for the nodes in `known`: what they are, with the same `secretNames`, is taken over. Leaves those of this project in
    /// their place.
    func run(knowing known: inout [NodeDefinition: RenderedNode]) -> (graph: ProjectGraph, diagnostics: [Diagnostic]) {
        var nodes: [NodeDefinition: RenderedNode] = [:]
        defer { known = nodes }
        var diagnostics: [Diagnostic] = []
        var graph = ProjectGraph()
        var references: [NodeKey: [NodeKey]] = [:]
        for pipe in self.project.pipes {
            for node in pipe.nodes {
                let rendered = known[node] ?? RenderedNode(node, secretNames: self.secretNames)
                nodes[node] = rendered
                diagnostics += rendered.diagnostics
                guard let query = rendered.query else { continue }
                for table in query.tables.uniqued() {
                    switch self.target(of: table, in: pipe) {
                    case .node(let key): references[NodeKey(pipe: pipe.name, node: node.name), default: []].append(key)
                    case .serviceDataSource: diagnostics.append(self.unserved(table, node: node))
                    case .table: break
                    case nil: diagnostics.append(self.unknown(table, node: node, pipe: pipe))
                    }
                    if !pipe.nodes.contains(where: { $0.name == table.name }) { graph.add(table.name, readBy: pipe.name) }
                }
                if node.kind == .materialized, let table = query.tables.first(where: { $0.database == ServiceDataSources.database }) {
                    diagnostics.append(self.materialized(table, node: node))
                }
                if node.kind == .materialized, let target = node.targetDataSource.flatMap({ self.dataSources[$0] }) {
                    diagnostics += MaterializationCheck(node: node, query: query, target: target).run()
                }
            }
        }
        diagnostics += self.project.dataSources.flatMap { DataSourceCheck(definition: $0).run() }
        return (graph, diagnostics + self.cycles(in: references))
    }

    private struct NodeKey: Hashable {
        let pipe: String
        let node: String
    }

    private enum Target {
        case node(NodeKey)
        case table
        case serviceDataSource
    }

    private func target(of table: TableReference, in pipe: PipeDefinition) -> Target? {
        if let database = table.database {
            if database == "system" { return .table }
            if ServiceDataSources.serve(database: database, name: table.name) { return .table }
            return ServiceDataSources.contain(database: database, name: table.name) ? .serviceDataSource : nil
        }
        if pipe.nodes.contains(where: { $0.name == table.name }) { return .node(NodeKey(pipe: pipe.name, node: table.name)) }
        if self.dataSources[table.name] == nil, let name = ResourceName.match(table.name, among: self.pipes.keys),
            let other = self.pipes[name], let node = other.resultNode
        {
            return .node(NodeKey(pipe: name, node: node.name))
        }
        if self.project.dataSource(table.name) != nil || self.implicitTargets.contains(table.name) { return .table }
        if table.name.hasSuffix("_quarantine"), self.dataSources[String(table.name.dropLast("_quarantine".count))] != nil { return .table }
        return nil
    }

    /// A project that watches the service is sound, even where there is nothing to be seen.
    private func unserved(_ table: TableReference, node: NodeDefinition) -> Diagnostic {
        let message = "node \"\(node.name)\" reads \(table.qualifiedName), which is not served: calls of it will fail"
        return Diagnostic(.warning, message, at: node.location)
    }

    /// Views follow what is inserted, and nobody is to make the server's own inserts slow or fail.
    private func materialized(_ table: TableReference, node: NodeDefinition) -> Diagnostic {
        Diagnostic(
            .error, "node \"\(node.name)\" reads \(table.qualifiedName), from which no materialized view can be made", at: node.location,
            hint: "use a copy pipe with a schedule")
    }

    private func unknown(_ table: TableReference, node: NodeDefinition, pipe: PipeDefinition) -> Diagnostic {
        return Diagnostic(
            .error,
            "node \"\(node.name)\" of pipe \"\(pipe.name)\" reads \"\(table.qualifiedName)\", which is neither a node of it, a pipe nor a data source of the project",
            at: self.place(of: table, in: node), hint: "check the spelling, or add the resource to the project")
    }

    /// Where a node names a table. A template is not the text that was analysed, but may have the same name in it.
    private func place(of table: TableReference, in node: NodeDefinition) -> SourceLocation {
        let text = node.sql
        guard text.first(where: { !$0.isWhitespace }) == "%" else { return node.query.location(utf8Offset: table.range.lowerBound) }
        let isPart = { (character: Character?) in character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
        let named = text.ranges(of: table.name).first { range in
            !isPart(text[..<range.lowerBound].last) && !isPart(text[range.upperBound...].first)
        }
        return named.map { node.query.location(utf8Offset: text.utf8.distance(from: text.startIndex, to: $0.lowerBound)) } ?? node.location
    }

    /// A node that reads itself, directly or through others. Each circle is reported once, at its first node in file order.
    private func cycles(in references: [NodeKey: [NodeKey]]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var finished: Set<NodeKey> = []
        for pipe in self.project.pipes {
            for node in pipe.nodes {
                var path: [NodeKey] = []
                if let circle = self.circle(from: NodeKey(pipe: pipe.name, node: node.name), references, &path, &finished) {
                    let names = circle.map { $0.pipe == pipe.name ? $0.node : "\($0.pipe).\($0.node)" }.joined(separator: " -> ")
                    diagnostics.append(Diagnostic(.error, "nodes refer to each other in a circle: \(names)", at: node.location))
                }
            }
        }
        return diagnostics
    }

    private func circle(
        from key: NodeKey, _ references: [NodeKey: [NodeKey]], _ path: inout [NodeKey], _ finished: inout Set<NodeKey>
    ) -> [NodeKey]? {
        if let start = path.firstIndex(of: key) { return path[start...] + [key] }
        guard finished.insert(key).inserted else { return nil }
        path.append(key)
        defer { path.removeLast() }
        for next in references[key, default: []] {
            if let circle = self.circle(from: next, references, &path, &finished) { return circle }
        }
        return nil
    }
}

extension TableReference {
    fileprivate var qualifiedName: String { [self.database, self.name].compactMap { $0 }.joined(separator: ".") }
}

extension [TableReference] {
    /// The first reference to each table.
    fileprivate func uniqued() -> [TableReference] {
        var names: Set<String> = []
        return self.filter { names.insert($0.qualifiedName).inserted }
    }
}
