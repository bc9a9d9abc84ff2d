// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// All paths of a data source as one tree, so that a row is walked once however many columns it has.
///
/// The tree is a few flat arrays of numbers: walking it copies nothing.
struct PathTrie: Sendable {
    private struct Node {
        /// The columns that end here, then those that end below; a range of `columns`.
        var ownColumns = 0..<0
        var columnsEnd = 0
        var keys = 0..<0
        var indexes = 0..<0
    }

    private struct KeyEdge {
        let key: Range<Int>
        let node: Int
        /// The column that ends here, if it is the only thing behind this key; else `missing`.
        let onlyColumn: Int
    }

    private struct IndexEdge {
        let index: Int
        let node: Int
    }

    private var nodes: [Node] = []
    private var columns: [Int] = []
    private var keyEdges: [KeyEdge] = []
    private var indexEdges: [IndexEdge] = []
    private var keyBytes: [UInt8] = []

    /// The paths, each with the number of its column.
    init(_ paths: [(column: Int, path: [PathStep])]) {
        _ = self.addNode(paths[...].map { ($0.column, $0.path[...]) })
    }

    private mutating func addNode(_ paths: [(column: Int, path: ArraySlice<PathStep>)]) -> Int {
        let index = self.nodes.count
        self.nodes.append(Node())
        let start = self.columns.count
        self.columns += paths.filter(\.path.isEmpty).map(\.column)
        self.nodes[index].ownColumns = start..<self.columns.count

        var steps: [PathStep] = []
        for step in paths.compactMap(\.path.first) where !steps.contains(step) { steps.append(step) }
        var keys: [KeyEdge] = []
        var indexes: [IndexEdge] = []
        for step in steps {
            let child = self.addNode(paths.filter { $0.path.first == step }.map { ($0.column, $0.path.dropFirst()) })
            switch step {
            case .key(let key):
                let keyRange = self.keyBytes.count..<self.keyBytes.count + key.count
                keys.append(KeyEdge(key: keyRange, node: child, onlyColumn: self.onlyColumn(of: child)))
                self.keyBytes += key
            case .index(let index): indexes.append(IndexEdge(index: index, node: child))
            }
        }
        self.nodes[index].keys = self.keyEdges.count..<self.keyEdges.count + keys.count
        self.nodes[index].indexes = self.indexEdges.count..<self.indexEdges.count + indexes.count
        self.keyEdges += keys
        self.indexEdges += indexes
        self.nodes[index].columnsEnd = self.columns.count
        return index
    }

    private func onlyColumn(of node: Int) -> Int {
        let node = self.nodes[node]
        return node.ownColumns.count == 1 && node.columnsEnd == node.ownColumns.upperBound
            ? self.columns[node.ownColumns.lowerBound] : Self.missing
    }

    /// What `locate` gives a column whose value is missing.
    static let missing = -1

    /// Finds the value of every column in a row; of equal keys the last one counts.
    func locate(_ row: Int, in document: JSONDocument, into places: inout [Int]) {
        self.visit(row, node: 0, in: document, into: &places)
    }

    private func visit(_ value: Int, node index: Int, in document: JSONDocument, into places: inout [Int]) {
        let node = self.nodes[index]
        for place in node.ownColumns { places[self.columns[place]] = value }
        guard node.ownColumns.upperBound < node.columnsEnd else { return }
        // An equal key before this one may have filled them.
        for place in node.ownColumns.upperBound..<node.columnsEnd { places[self.columns[place]] = Self.missing }

        switch document[value].kind {
        case .object: self.visitMembers(of: value, node: node, in: document, into: &places)
        case .array: self.visitItems(of: value, node: node, in: document, into: &places)
        default: break
        }
    }

    private func visitMembers(of object: Int, node: Node, in document: JSONDocument, into places: inout [Int]) {
        let end = document[object].next
        var member = object + 1
        // Rows mostly have their keys in one order: the search starts behind the key found last.
        var expected = node.keys.lowerBound
        while member < end {
            let value = member + 1
            if let index = self.edge(document.text(of: document[member]), among: node.keys, from: expected) {
                let edge = self.keyEdges[index]
                if edge.onlyColumn != Self.missing {
                    places[edge.onlyColumn] = value
                } else {
                    self.visit(value, node: edge.node, in: document, into: &places)
                }
                expected = index + 1
            }
            member = Int(document[value].next)
        }
    }

    private func edge(_ key: ByteView, among edges: Range<Int>, from start: Int) -> Int? {
        for edge in start..<edges.upperBound where self.isKey(key, of: edge) { return edge }
        for edge in edges.lowerBound..<start where self.isKey(key, of: edge) { return edge }
        return nil
    }

    @inline(__always)
    private func isKey(_ key: ByteView, of edge: Int) -> Bool {
        let range = self.keyEdges[edge].key
        guard range.count == key.count else { return false }
        return unsafe self.keyBytes.withUnsafeBufferPointer { unsafe ByteView($0)[range] == key }
    }

    private func visitItems(of array: Int, node: Node, in document: JSONDocument, into places: inout [Int]) {
        for edge in node.indexes {
            let (index, child) = (self.indexEdges[edge].index, self.indexEdges[edge].node)
            if let item = document.value(at: .index(index), in: array) { self.visit(item, node: child, in: document, into: &places) }
        }
    }
}
