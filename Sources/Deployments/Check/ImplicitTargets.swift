// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import Queries

/// The targets that Classic's materialized nodes describe themselves: the node names the engine, its query gives the columns.
///
/// Only the engine knows the types of a query's columns. It is asked before any table exists: every data source takes part as
/// `null('its columns')`, which has no rows and needs none.
struct ImplicitTargets {
    private let project: Project

    init(_ project: Project) { self.project = project }

    /// The names of the data sources that no datafile declares.
    var names: Set<String> { Set(self.materializations.map(\.target)) }

    /// The datafiles that the project leaves out. Targets may feed each other, so they are found one after another.
    func datafiles(askedOf engine: EngineClient) async throws -> [ProjectFile] {
        var open = self.materializations
        var structures = Dictionary(self.project.dataSources.map { ($0.name, $0.structure) }) { first, _ in first }
        var files: [ProjectFile] = []
        while let index = open.firstIndex(where: { self.query(of: $0, over: structures) != nil }) {
            let materialization = open.remove(at: index)
            guard let query = self.query(of: materialization, over: structures) else { continue }
            let columns = try await self.columns(of: query, filling: materialization, engine: engine)
            structures[materialization.target] = columns.map(\.declaration).joined(separator: ", ")
            files.append(materialization.datafile(columns: columns))
        }
        return files
    }

    // MARK: Nodes

    private struct Materialization {
        let pipe: PipeDefinition
        let node: NodeDefinition
        let target: String

        /// The datafile as its author could have written it.
        func datafile(columns: [Column]) -> ProjectFile {
            let schema = columns.map { "    \($0.declaration)" }.joined(separator: ",\n")
            let engine = self.node.engineSettings.sorted { $0.key < $1.key }.map { "\($0.key) \"\($0.value)\"\n" }.joined()
            return ProjectFile(path: "datasources/\(self.target).datasource", text: "SCHEMA >\n\(schema)\n\n\(engine)")
        }
    }

    private struct Column: Decodable {
        let name: String
        let type: String

        var declaration: String { "\(SQLText.identifier(self.name)) \(self.type)" }
    }

    private var materializations: [Materialization] {
        self.project.pipes.flatMap { pipe in
            pipe.nodes.compactMap { node in
                guard node.kind == .materialized, !node.engineSettings.isEmpty, let target = node.targetDataSource,
                    self.project.dataSource(target) == nil
                else { return nil }
                return Materialization(pipe: pipe, node: node, target: target)
            }
        }
    }

    private func columns(of query: String, filling materialization: Materialization, engine: EngineClient) async throws -> [Column] {
        do {
            return try await engine.rows(
                of: EngineQuery(
                    "DESCRIBE TABLE (\n\(query)\n)", settings: ["joined_subquery_requires_alias": "0"]))
        } catch EngineError.exception(_, _, let text) {
            let message = "pipe \"\(materialization.pipe.name)\": \(text)"
            throw BuildFailure(diagnostic: Diagnostic(.error, message, at: materialization.node.location))
        }
    }

    // MARK: Queries

    /// The node's query with all names filled in; nil while it reads a target that is not known yet.
    private func query(of materialization: Materialization, over structures: [String: String]) -> String? {
        self.text(of: materialization.node, in: materialization.pipe, over: structures, depth: 0)
    }

    private func text(of node: NodeDefinition, in pipe: PipeDefinition, over structures: [String: String], depth: Int) -> String? {
        // The project's check has refused circles; this only bounds what it let through.
        guard depth < QueryLimits.nodeDepth, let query = RenderedNode(node).query else { return nil }
        var isComplete = true
        let text = replaceTables(in: query) { table -> TableReplacement? in
            guard table.database == nil else { return nil }
            var source = pipe.nodes.first { $0.name == table.name }.map { ($0, pipe) }
            if source == nil, structures[table.name] == nil, let other = self.project.pipe(table.name) {
                source = other.resultNode.map { ($0, other) }
            }
            if let (node, pipe) = source {
                guard let inner = self.text(of: node, in: pipe, over: structures, depth: depth + 1) else {
                    isComplete = false
                    return nil
                }
                return .query(inner)
            }
            guard let name = ResourceName.match(table.name, among: structures.keys), let structure = structures[name] else {
                isComplete = false
                return nil
            }
            return .query("SELECT * FROM null(\(SQLText.stringLiteral(structure)))")
        }
        return isComplete ? text : nil
    }
}

extension DataSourceDefinition {
    /// Its columns as table functions take them.
    fileprivate var structure: String {
        self.columns.map { "\(SQLText.identifier($0.name)) \($0.type)" }.joined(separator: ", ")
    }
}
