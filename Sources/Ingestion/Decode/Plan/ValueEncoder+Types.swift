// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

extension ValueEncoder {
    /// What a type becomes in a column of the block.
    enum Wrapping {
        case none
        /// A null map around a type that has none.
        case nullable
        /// An array of none or one around a type that cannot be NULL.
        case optional
    }

    /// Adds the nodes of a type whose values go to `layout`, and returns the root of them.
    ///
    /// `itemPaths` lead from the items of its arrays, outermost first, to their values.
    mutating func add(
        _ type: DataType, wrapping: Wrapping = .none, layout: NativeLayout, itemPaths: [[PathStep]] = []
    ) throws(RowPlanError) -> Int {
        let root = self.reserveNodes(1)
        switch wrapping {
        case .none: try self.fill(root, type, layout, itemPaths[...])
        case .nullable: try self.fill(root, .nullable, layout, [type], itemPaths[...])
        case .optional: try self.fill(root, .optional, layout, [type], itemPaths[...])
        }
        return root
    }

    private mutating func fill(
        _ node: Int, _ type: DataType, _ layout: NativeLayout, _ itemPaths: ArraySlice<[PathStep]>
    ) throws(RowPlanError) {
        switch type {
        case .lowCardinality(let inner), .simpleAggregateFunction(_, let inner): try self.fill(node, inner, layout, itemPaths)
        case .nullable(let inner): try self.fill(node, .nullable, layout, [inner], itemPaths)
        case .array(let inner):
            let path = itemPaths.first.flatMap { $0.isEmpty ? nil : self.addItemPath($0) }
            try self.fill(node, .array(itemPath: path), layout, [inner], itemPaths.dropFirst())
        case .map(let key, let value):
            // Keys and values are the elements of the tuples that a map is an array of.
            try self.fill(node, .map, layout, [key, value], [])
        case .tuple(let elements):
            let names = elements.compactMap(\.name)
            try self.fill(node, .tuple(names: names.isEmpty ? nil : self.addNames(names)), layout, elements.map(\.type), [])
        case .geometry:
            guard let expansion = type.wireType else { preconditionFailure("\(type) is planned without a wire type") }
            try self.fill(node, expansion, layout, itemPaths)
        default: self.setNode(node, kind: try self.scalarKind(of: type), buffer: layout.buffer)
        }
    }

    private mutating func fill(
        _ node: Int, _ kind: ValueNode.Kind, _ layout: NativeLayout, _ inner: [DataType], _ itemPaths: ArraySlice<[PathStep]>
    ) throws(RowPlanError) {
        let firstChild = self.reserveNodes(inner.count)
        self.setNode(node, kind: kind, buffer: layout.buffer, children: firstChild..<firstChild + inner.count)
        let layouts = if case .map = kind { layout.children[0].children } else { layout.children }
        for (offset, type) in inner.enumerated() { try self.fill(firstChild + offset, type, layouts[offset], itemPaths) }
    }

    private mutating func scalarKind(of type: DataType) throws(RowPlanError) -> ValueNode.Kind {
        switch type {
        case .integer(let bits, let isSigned) where bits > 64: .wide(bits: bits, isSigned: isSigned)
        case .integer(let bits, let isSigned): isSigned ? .signed(bits: bits) : .unsigned(bits: bits)
        case .float(bits: 64): .float64
        case .float: .float32
        case .decimal(let precision, let scale):
            .decimal(byteCount: NativeLayout.decimalByteCount(precision: precision), precision: precision, scale: scale)
        case .bool: .bool
        case .string: .string
        case .fixedString(let byteCount): .fixedString(byteCount: byteCount)
        case .uuid: .uuid
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        case .date: .date
        case .date32: .date32
        case .dateTime(let zone): .dateTime(zone: try self.addZone(zone))
        case .dateTime64(let precision, let zone): .dateTime64(precision: precision, zone: try self.addZone(zone))
        case .enumeration(let bits, let members): .enumeration(bits: bits, table: self.addEnumeration(members))
        case .json: .json
        case .variant, .dynamic: .anyJSON
        default: preconditionFailure("\(type) is no scalar")
        }
    }
}
