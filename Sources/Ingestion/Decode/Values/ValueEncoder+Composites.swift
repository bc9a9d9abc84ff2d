// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

extension ValueEncoder {
    /// Appends a value that has others inside it, or that could be NULL.
    func appendComposite(
        _ value: Int, _ token: JSONDocument.Token, of document: JSONDocument, to node: ValueNode, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        switch node.kind {
        case .nullable:
            writer.append(0, byteCount: 1, to: node.buffer)
            try self.append(value, token, of: document, to: node.child, into: writer)
        case .optional:
            writer.appendOffset(itemCount: 1, to: node.buffer)
            try self.append(value, token, of: document, to: node.child, into: writer)
        case .array(let itemPath): try self.appendArray(value, token, of: document, itemPath: itemPath, to: node, into: writer)
        case .map: try self.appendMap(value, token, of: document, to: node, into: writer)
        case .tuple(let names): try self.appendTuple(value, token, of: document, names: names, to: node, into: writer)
        case .json where token.kind != .object: throw .notOfType
        case .json, .anyJSON:
            var text: [UInt8] = []
            try JSONText.write(value, of: document, to: &text)
            unsafe text.withUnsafeBytes { unsafe writer.appendString($0, to: node.buffer) }
        default: preconditionFailure("a node with children is a composite")
        }
    }

    private func appendArray(
        _ value: Int, _ token: JSONDocument.Token, of document: JSONDocument, itemPath: Int?, to node: ValueNode,
        into writer: NativeBlockWriter
    ) throws(ValueFault) {
        guard token.kind == .array else { throw .notOfType }
        var count = 0
        var item = value + 1
        while item < token.next {
            guard count < Self.itemLimit else { throw .tooManyItems }
            let found = itemPath.map { self.value(at: self.itemPaths[$0], in: item, of: document) } ?? item
            try self.append(found, of: document, to: node.child, into: writer)
            item = Int(document[item].next)
            count += 1
        }
        writer.appendOffset(itemCount: count, to: node.buffer)
    }

    private func value(at path: [PathStep], in item: Int, of document: JSONDocument) -> Int? {
        var value = item
        for step in path {
            guard let next = document.value(at: step, in: value) else { return nil }
            value = next
        }
        return value
    }

    private func appendMap(
        _ value: Int, _ token: JSONDocument.Token, of document: JSONDocument, to node: ValueNode, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        guard token.kind == .object else { throw .notOfType }
        let keys = document.distinctKeys(of: value)
        guard keys.count <= Self.itemLimit else { throw .tooManyItems }
        for key in keys {
            try self.appendKey(document.text(of: document[key]), to: self.nodes[node.child], into: writer)
            try self.append(key + 1, of: document, to: node.child + 1, into: writer)
        }
        writer.appendOffset(itemCount: keys.count, to: node.buffer)
    }

    /// Keys are always strings in JSON: those of number columns are read as numbers.
    private func appendKey(_ text: ByteView, to node: ValueNode, into writer: NativeBlockWriter) throws(ValueFault) {
        switch node.kind {
        case .signed, .unsigned, .float32, .float64: try self.appendScalar(text, kind: .number, to: node, into: writer)
        default: try self.appendScalar(text, kind: .string, to: node, into: writer)
        }
    }

    private func appendTuple(
        _ value: Int, _ token: JSONDocument.Token, of document: JSONDocument, names: Int?, to node: ValueNode,
        into writer: NativeBlockWriter
    ) throws(ValueFault) {
        if token.kind == .object, let names {
            for (offset, name) in self.names[names].enumerated() {
                let element = document.value(at: .key(name), in: value)
                try self.append(element, of: document, to: node.child + offset, into: writer)
            }
            return
        }
        guard token.kind == .array else { throw .notOfType }
        var element = value + 1
        for child in node.children {
            guard element < token.next else { throw .notOfType }
            try self.append(element, of: document, to: child, into: writer)
            element = Int(document[element].next)
        }
        guard element == token.next else { throw .notOfType }
    }
}
