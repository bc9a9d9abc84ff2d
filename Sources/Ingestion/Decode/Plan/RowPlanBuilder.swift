// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// Compiles the columns of a data source one after another.
struct RowPlanBuilder {
    private(set) var wireColumns: [NativeColumn] = []
    private(set) var selectItems: [String] = []
    private(set) var readers: [ColumnReader] = []
    private(set) var paths: [(column: Int, path: [PathStep])] = []
    private(set) var literals: [String] = []
    private(set) var encoder = ValueEncoder()
    private var nextBuffer = 0
    private let format: RowFormat

    init(format: RowFormat) {
        self.format = format
    }

    mutating func add(_ column: ColumnSpecification, at index: Int) throws(RowPlanError) {
        switch self.format {
        case .json:
            guard let path = column.jsonPath else { return try Self.checkFilled(column) }
            let (prefix, itemPaths) = Self.split(path)
            let wireType = try self.wireType(of: column)
            guard itemPaths.count <= Self.arrayDepth(wireType) else {
                throw RowPlanError("column '\(column.name)': the path \(path) yields an array, but the type is \(column.type)")
            }
            try self.addReader(of: column, at: index, wireType: wireType, itemPaths: itemPaths)
            self.paths.append((index, prefix))
        case .csv:
            guard !column.type.isAggregateFunction else { return }
            try self.addReader(of: column, at: index, wireType: try self.wireType(of: column), itemPaths: [])
        case .quarantine:
            guard !column.type.isAggregateFunction else { return }
            let itemPaths = column.jsonPath.map { Self.split($0).itemPaths } ?? []
            try self.addReader(of: column, at: index, wireType: try self.wireType(of: column), itemPaths: itemPaths)
        }
    }

    /// A column that JSON does not fill must have a value without it.
    private static func checkFilled(_ column: ColumnSpecification) throws(RowPlanError) {
        let isFilled = column.type.isNullable || column.type.takesAnyJSON || column.type.isAggregateFunction
        guard isFilled || column.defaultExpression != nil else {
            throw RowPlanError(
                "column '\(column.name)' has neither a JSON path nor a DEFAULT, and is not Nullable: JSON rows cannot fill it")
        }
    }

    private func wireType(of column: ColumnSpecification) throws(RowPlanError) -> DataType {
        guard let wireType = column.type.takesAnyJSON ? .string : column.type.wireType else {
            throw RowPlanError("column '\(column.name)': \(self.reason(column.type))")
        }
        return wireType
    }

    private func reason(_ type: DataType) -> String {
        switch (type, self.format) {
        case (.aggregateFunction, _): "states of aggregate functions cannot be read from JSON; remove its JSON path"
        case (.nested, .json):
            "Nested cannot be read from JSON as a whole: declare its columns as arrays, like `items.id` Array(Int64) `json:$.items[:].id`; "
                + "remove its JSON path"
        case (.nested, _):
            "Nested cannot be read from \(self.format.rawValue) as a whole: declare its columns as arrays, like `items.id` Array(Int64)"
        case (_, .json): "the type \(type) cannot be read from JSON; remove its JSON path"
        case (_, _): "the type \(type) cannot be read from \(self.format.rawValue)"
        }
    }

    // MARK: Paths

    /// The steps to the value, and behind each `[:]` those from an item on.
    private static func split(_ path: JSONPath) -> (prefix: [PathStep], itemPaths: [[PathStep]]) {
        var parts: [[PathStep]] = [[]]
        for step in path.steps {
            switch step {
            case .key(let key): parts[parts.count - 1].append(.key(Array(key.utf8)))
            case .index(let index): parts[parts.count - 1].append(.index(index))
            case .items: parts.append([])
            }
        }
        return (parts[0], Array(parts.dropFirst()))
    }

    private static func arrayDepth(_ type: DataType) -> Int {
        if case .array(let inner) = type { 1 + self.arrayDepth(inner) } else { 0 }
    }

    // MARK: Columns

    private mutating func missing(_ filling: DefaultPlan.Filling) -> ColumnReader.Missing {
        switch filling {
        case .refused: return .refused
        case .empty: return .empty
        case .literal(let json):
            self.literals.append(json)
            return .literal(self.literals.count - 1)
        }
    }

    private mutating func addReader(
        of column: ColumnSpecification, at index: Int, wireType: DataType, itemPaths: [[PathStep]]
    ) throws(RowPlanError) {
        do {
            let plan = try DefaultPlan(column, wireType: wireType)
            let node = try self.addColumn(column, plan: plan, itemPaths: itemPaths)
            self.readers.append(ColumnReader(column: index, node: node, missing: self.missing(plan.filling)))
        } catch {
            throw RowPlanError("column '\(column.name)': \(error.message)")
        }
    }

    private mutating func addColumn(
        _ column: ColumnSpecification, plan: DefaultPlan, itemPaths: [[PathStep]]
    ) throws(RowPlanError) -> Int {
        guard let layout = NativeLayout(plan.wireType, from: self.nextBuffer) else {
            preconditionFailure("\(plan.wireType) is a wire type without a layout")
        }
        let node = try self.encoder.add(column.type, wrapping: plan.wrapping, layout: layout, itemPaths: itemPaths)
        self.nextBuffer = layout.endBuffer
        self.wireColumns.append(NativeColumn(name: column.name, type: plan.wireType))
        self.selectItems.append(plan.selectItem)
        return node
    }
}
