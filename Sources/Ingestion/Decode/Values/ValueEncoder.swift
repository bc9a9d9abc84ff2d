// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

/// Converts JSON values to column data, by the table of section 14 of the datafiles contract.
///
/// A value either fits its type or is at fault; what was appended of a faulty one is for the caller to take back.
struct ValueEncoder: Sendable {
    private(set) var nodes: [ValueNode] = []
    private(set) var zones: [LocalTimeTable] = []
    private var zoneNames: [String] = []
    private(set) var enumerations: [[(name: [UInt8], value: Int16)]] = []
    private(set) var names: [[[UInt8]]] = []
    private(set) var itemPaths: [[PathStep]] = []

    /// Items of one array, or members of one map: more is no row of events (datafiles contract, 14).
    static let itemLimit = 100_000

    private static let nullText = Array("null".utf8)

    // MARK: Building

    /// Makes room for nodes that stand one after another, and returns the first.
    mutating func reserveNodes(_ count: Int) -> Int {
        self.nodes += repeatElement(ValueNode(kind: .string, buffer: 0, children: 0..<0), count: count)
        return self.nodes.count - count
    }

    mutating func setNode(_ node: Int, kind: ValueNode.Kind, buffer: Int, children: Range<Int> = 0..<0) {
        self.nodes[node] = ValueNode(kind: kind, buffer: buffer, children: children)
    }

    /// The number of the table of a zone; nil stands for UTC.
    mutating func addZone(_ name: String?) throws(RowPlanError) -> Int? {
        guard let name, name != "UTC" else { return nil }
        if let index = self.zoneNames.firstIndex(of: name) { return index }
        guard let table = LocalTimeTable(zone: name) else { throw RowPlanError("there is no time zone '\(name)'") }
        self.zones.append(table)
        self.zoneNames.append(name)
        return self.zones.count - 1
    }

    mutating func addEnumeration(_ members: [DataType.EnumMember]) -> Int {
        self.enumerations.append(members.map { (Array($0.name.utf8), $0.value) })
        return self.enumerations.count - 1
    }

    mutating func addNames(_ names: [String]) -> Int {
        self.names.append(names.map { Array($0.utf8) })
        return self.names.count - 1
    }

    mutating func addItemPath(_ path: [PathStep]) -> Int {
        self.itemPaths.append(path)
        return self.itemPaths.count - 1
    }

    // MARK: Encoding

    /// Appends a value of a document; `value` is nil, or a JSON null, where there is none.
    func append(_ value: Int?, of document: JSONDocument, to nodeIndex: Int, into writer: NativeBlockWriter) throws(ValueFault) {
        if let value, document[value].kind != .null {
            return try self.append(value, document[value], of: document, to: nodeIndex, into: writer)
        }
        let node = self.nodes[nodeIndex]
        switch node.kind {
        case .nullable, .optional: self.appendEmpty(nodeIndex, into: writer)
        case .anyJSON: unsafe Self.nullText.withUnsafeBytes { unsafe writer.appendString($0, to: node.buffer) }
        default: throw .notOfType
        }
    }

    /// Appends a value that is there; `token` is that of the value.
    @inline(__always)
    func append(
        _ value: Int, _ token: JSONDocument.Token, of document: JSONDocument, to nodeIndex: Int, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        let node = self.nodes[nodeIndex]
        if node.isScalar {
            try self.appendScalar(document.text(of: token), kind: token.kind, to: node, into: writer)
        } else {
            try self.appendComposite(value, token, of: document, to: node, into: writer)
        }
    }

    /// Appends what stands where there is no value: NULL, zero, an empty string, an empty array.
    func appendEmpty(_ nodeIndex: Int, into writer: NativeBlockWriter) {
        let node = self.nodes[nodeIndex]
        switch node.kind {
        case .signed(let bits), .unsigned(let bits), .wide(let bits, _), .enumeration(let bits, _):
            writer.appendZeros(bits / 8, to: node.buffer)
        case .bool, .string, .json, .anyJSON: writer.appendZeros(1, to: node.buffer)
        case .date: writer.appendZeros(2, to: node.buffer)
        case .float32, .ipv4, .date32, .dateTime: writer.appendZeros(4, to: node.buffer)
        case .float64, .dateTime64: writer.appendZeros(8, to: node.buffer)
        case .uuid, .ipv6: writer.appendZeros(16, to: node.buffer)
        case .decimal(let byteCount, _, _), .fixedString(let byteCount): writer.appendZeros(byteCount, to: node.buffer)
        case .array, .map, .optional: writer.appendOffset(itemCount: 0, to: node.buffer)
        case .nullable:
            writer.append(1, byteCount: 1, to: node.buffer)
            self.appendEmpty(node.child, into: writer)
        case .tuple:
            for child in node.children { self.appendEmpty(child, into: writer) }
        }
    }
}
