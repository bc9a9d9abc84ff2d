// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// What happens where a row lacks the value of a column: its DEFAULT, else NULL, else quarantine.
struct DefaultPlan {
    enum Filling: Hashable {
        case refused
        /// NULL, or what stands for it: the column stores it, or the engine fills in the default.
        case empty
        /// The JSON text of the default.
        case literal(String)
    }

    let filling: Filling
    /// What the values are wrapped in so that the engine sees where one is missing.
    let wrapping: ValueEncoder.Wrapping
    /// The type of the column in the block.
    let wireType: DataType
    /// What the insert selects for the column.
    let selectItem: String

    init(_ column: ColumnSpecification, wireType: DataType) throws(RowPlanError) {
        let type = column.type
        let name = SQLText.identifier(column.name)
        guard let expression = column.defaultExpression else {
            self.init(type.isNullable || type.takesAnyJSON ? .empty : .refused, wireType, Self.value(name, type, as: name))
            return
        }
        switch DefaultLiteral(expression, type: type) {
        case .null:
            self.init(.empty, wireType, name)
        case .json(let text) where try Self.fits(text, type):
            self.init(.literal(text), wireType, name)
        default:
            let filled = "CAST(\(expression), \(SQLText.stringLiteral("\(type)")))"
            if type.isNullable {
                self.init(.empty, wireType, "ifNull(CAST(\(name), \(SQLText.stringLiteral("\(type)"))), \(filled)) AS \(name)")
            } else if type.isScalar {
                self.init(.empty, .nullable(wireType), name, wrapping: .nullable)
            } else {
                let value = Self.value("\(name)[1]", type, as: nil)
                self.init(.empty, .array(wireType), "if(empty(\(name)), \(filled), \(value)) AS \(name)", wrapping: .optional)
            }
        }
    }

    private init(_ filling: Filling, _ wireType: DataType, _ selectItem: String, wrapping: ValueEncoder.Wrapping = .none) {
        self.filling = filling
        self.wrapping = wrapping
        self.wireType = wireType
        self.selectItem = selectItem
    }

    /// The value of a wire column; what travels as JSON text is read by the engine.
    private static func value(_ wire: String, _ type: DataType, as name: String?) -> String {
        guard type.takesAnyJSON else { return wire }
        return "JSONExtract(\(wire), \(SQLText.stringLiteral("\(type)")))" + (name.map { " AS \($0)" } ?? "")
    }

    /// Whether the decoder reads the literal as a value of the type.
    private static func fits(_ json: String, _ type: DataType) throws(RowPlanError) -> Bool {
        guard let wireType = type.wireType, let layout = NativeLayout(wireType, from: 0),
            let writer = NativeBlockWriter(columns: [NativeColumn(name: "", type: wireType)])
        else { return false }
        var encoder = ValueEncoder()
        let node = try encoder.add(type, layout: layout)
        return PaddedBytes("[\(json)]").withView { text in
            do {
                let document = try JSONParser().parse(text)
                try encoder.append(1, of: document, to: node, into: writer)
                return true
            } catch {
                return false
            }
        }
    }
}
