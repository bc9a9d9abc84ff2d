// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import Datafiles
package import MartletCore
internal import Queries
internal import Templates

/// Checks a project without an engine: templates render, SQL is one query, every name resolves, nothing goes in circles or
/// reaches out.
///
/// All findings of all pipes are collected, each at its line of the datafile.
package struct ProjectCheck {
    private let project: Project
    private let dataSources: [String: DataSourceDefinition]
    private let pipes: [String: PipeDefinition]

    package init(_ project: Project) {
        self.project = project
        self.dataSources = Dictionary(project.dataSources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.pipes = Dictionary(project.pipes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func run() -> (graph: ProjectGraph, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var graph = ProjectGraph()
        var references: [NodeKey: [NodeKey]] = [:]
        for pipe in self.project.pipes {
            for node in pipe.nodes {
                switch self.tables(of: node, in: pipe) {
                case .failure(let finding): diagnostics.append(finding.diagnostic)
                case .success(let tables):
                    for table in tables {
                        guard let target = self.target(of: table, in: pipe) else {
                            diagnostics.append(self.unknown(table, node: node, pipe: pipe))
                            continue
                        }
                        if case .node(let key) = target { references[NodeKey(pipe: pipe.name, node: node.name), default: []].append(key) }
                        if !pipe.nodes.contains(where: { $0.name == table.name }) { graph.add(table.name, readBy: pipe.name) }
                    }
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
    }

    private struct Finding: Error {
        let diagnostic: Diagnostic
    }

    /// The tables that a node's default rendering reads.
    private func tables(of node: NodeDefinition, in pipe: PipeDefinition) -> Result<[TableReference], Finding> {
        do {
            let template = try Template(parsing: node.sql, name: node.name)
            if node.kind == .materialized, template.isDynamic {
                let message = "node \"\(node.name)\" is materialized and cannot be a template: it runs on every insert, without a request"
                return .failure(Finding(diagnostic: Diagnostic(.error, message, at: node.location, hint: "remove the leading %")))
            }
            let rendered = try template.renderForCheck(context: .check)
            let analysis = try analyzeQuery(rendered.sqlText)
            try StatementGuard().check(analysis)
            return .success(analysis.tables)
        } catch let error as TemplateError {
            let place = node.query.location(line: error.location.line, column: error.location.column)
            // What only a request can decide may serve well (templates contract, 13).
            let severity: Diagnostic.Severity = error.reason == .placeholder ? .warning : .error
            return .failure(Finding(diagnostic: Diagnostic(severity, error.message, at: place)))
        } catch let error as SQLSyntaxError {
            // Lines of a rendered template are not those of the file.
            let place = node.isTemplate ? node.location : node.query.location(line: error.line, column: error.column)
            return .failure(Finding(diagnostic: Diagnostic(.error, error.message, at: place)))
        } catch let error as any ServiceError {
            return .failure(Finding(diagnostic: Diagnostic(.error, error.message, at: node.location)))
        } catch {
            return .failure(Finding(diagnostic: Diagnostic(.error, String(describing: error), at: node.location)))
        }
    }

    private func target(of table: TableReference, in pipe: PipeDefinition) -> Target? {
        guard table.database == nil else { return table.database == "system" ? .table : nil }
        if pipe.nodes.contains(where: { $0.name == table.name }) { return .node(NodeKey(pipe: pipe.name, node: table.name)) }
        if let other = self.pipes[table.name], let node = other.resultNode { return .node(NodeKey(pipe: other.name, node: node.name)) }
        if self.dataSources[table.name] != nil { return .table }
        if table.name.hasSuffix("_quarantine"), self.dataSources[String(table.name.dropLast("_quarantine".count))] != nil { return .table }
        return nil
    }

    private func unknown(_ table: TableReference, node: NodeDefinition, pipe: PipeDefinition) -> Diagnostic {
        let name = [table.database, table.name].compactMap { $0 }.joined(separator: ".")
        return Diagnostic(
            .error,
            "node \"\(node.name)\" of pipe \"\(pipe.name)\" reads \"\(name)\", which is neither a node of it, a pipe nor a data source of the project",
            at: node.location, hint: "check the spelling, or add the resource to the project")
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

extension NodeDefinition {
    fileprivate var isTemplate: Bool { self.sql.first { !$0.isWhitespace } == "%" }
}
