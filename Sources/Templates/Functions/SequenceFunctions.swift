// Part of Martlet. Apache License 2.0; see LICENSE.

/// Functions of sequences: `len`, `range`, `sorted`, `min` and their like. Iterators are lists here.
enum SequenceFunctions {
    static let functions = [
        Self.len, Self.range, Self.enumerate, Self.zip, Self.sorted, Self.reversed, Self.sum, Self.any, Self.all, Self.map, Self.filter,
        Self.iter, Self.next, Self.slice, Self.extreme("min", .less), Self.extreme("max", .greater),
    ]

    private static let len = TemplateFunction("len", "items", required: 1) { arguments, state throws(TemplateError) in
        let value = arguments["items"]
        if let text = value.textContent {
            try state.charge(text: text)
            return TemplateValue(text.unicodeScalars.count)
        }
        switch value {
        case .dictionary(let members): return TemplateValue(members.count)
        case .placeholder: return TemplateValue(3)
        default:
            guard let items = value.items else { throw TemplateError(.wrongType, "object of type '\(value.kindName)' has no len()") }
            return TemplateValue(items.count)
        }
    }

    private static let range = TemplateFunction("range", "start", "stop", "step", required: 1) { arguments, state throws(TemplateError) in
        var bounds: [Int] = []
        for name in ["start", "stop", "step"] where arguments.has(name) {
            if arguments[name].isPlaceholder { return .list([arguments[name], arguments[name], arguments[name]]) }
            guard let number = arguments[name].integerContent else {
                throw TemplateError(.wrongType, "'\(arguments[name].kindName)' object cannot be interpreted as an integer")
            }
            bounds.append(number.int ?? (number.isNegative ? .min : .max))
        }
        let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
        let step = bounds.count > 2 ? bounds[2] : 1
        guard step != 0 else { throw TemplateError(.wrongValue, "range() arg 3 must not be zero") }
        let distance = (stop > start) == (step > 0) ? stop.subtractingReportingOverflow(start) : (partialValue: 0, overflow: false)
        // Nobody can loop through more.
        guard !distance.overflow, distance.partialValue.magnitude / step.magnitude <= UInt(state.limits.loopPasses) else {
            throw .exceeded("\(state.limits.loopPasses) loop passes")
        }
        let numbers = distance.partialValue == 0 ? [] : Array(stride(from: start, to: stop, by: step))
        return .list(numbers.map { TemplateValue($0) })
    }

    private static let enumerate = TemplateFunction("enumerate", "items", "start", required: 1) { arguments, state throws(TemplateError) in
        let start = arguments["start"].integerContent ?? .zero
        let items = try arguments["items"].iterated(&state)
        return .list(items.enumerated().map { .tuple([.integer(start + TemplateInteger($0)), $1]) })
    }

    private static let zip = TemplateFunction("zip", isOpen: true) { arguments, state throws(TemplateError) in
        var columns: [[TemplateValue]] = []
        for value in arguments.rest.positional { columns.append(try value.iterated(&state)) }
        let count = columns.map(\.count).min() ?? 0
        try state.charge(count * columns.count)
        return .list((0..<count).map { row in .tuple(columns.map { $0[row] }) })
    }

    private static let reversed = TemplateFunction("reversed", "items", required: 1) { arguments, state throws(TemplateError) in
        .list(try arguments["items"].iterated(&state).reversed())
    }

    private static let sum = TemplateFunction("sum", "items", "start", required: 1) { arguments, state throws(TemplateError) in
        var total = arguments.has("start") ? arguments["start"] : TemplateValue(0)
        for item in try arguments["items"].iterated(&state) {
            try state.charge()
            total = try Arithmetic.apply(.add, total, item, state: &state)
        }
        return total
    }

    private static let any = TemplateFunction("any", "items", required: 1) { arguments, state throws(TemplateError) in
        .boolean(try arguments["items"].iterated(&state).contains { $0.isTruthy })
    }

    private static let all = TemplateFunction("all", "items", required: 1) { arguments, state throws(TemplateError) in
        .boolean(try arguments["items"].iterated(&state).allSatisfy { $0.isTruthy })
    }

    // MARK: With functions

    private static let map = TemplateFunction("map", "function", "items", required: 2, isOpen: true, takesFunctionAt: .position(0)) {
        arguments, state throws(TemplateError) in
        var columns = [try arguments["items"].iterated(&state)]
        for value in arguments.rest.positional { columns.append(try value.iterated(&state)) }
        var results: [TemplateValue] = []
        for row in 0..<(columns.map(\.count).min() ?? 0) {
            results.append(try Self.apply(arguments["function"], columns.map { $0[row] }, state: &state))
        }
        return .list(results)
    }

    private static let filter = TemplateFunction("filter", "function", "items", required: 2, takesFunctionAt: .position(0)) {
        arguments, state throws(TemplateError) in
        var kept: [TemplateValue] = []
        for item in try arguments["items"].iterated(&state) {
            let isKept =
                arguments["function"] == .none ? item.isTruthy : try Self.apply(arguments["function"], [item], state: &state).isTruthy
            if isKept { kept.append(item) }
        }
        return .list(kept)
    }

    /// Calls what was handed over as a function.
    private static func apply(
        _ function: TemplateValue, _ arguments: [TemplateValue], state: inout RenderState
    ) throws(TemplateError) -> TemplateValue {
        guard case .function(let name) = function, let function = FunctionTable.function(named: name) else {
            throw TemplateError.notCallable
        }
        try state.charge()
        let result = try function.call(CallArguments(arguments), state: &state)
        try state.admit(result)
        return result
    }

    private static let sorted = TemplateFunction("sorted", "items", "key", "reverse", required: 1, takesFunctionAt: .keyword("key")) {
        arguments, state throws(TemplateError) in
        .list(try Self.sort(try arguments["items"].iterated(&state), arguments, state: &state))
    }

    /// Sorts stably, by a key if one is given.
    static func sort(
        _ items: [TemplateValue], _ arguments: BoundArguments, state: inout RenderState
    ) throws(TemplateError) -> [TemplateValue] {
        let keys = try Self.keys(of: items, arguments["key"], state: &state)
        let isReverse = arguments["reverse"].isTruthy
        // The standard sort does not rethrow a typed error, so the first failure is kept and thrown afterwards.
        var failure: TemplateError?
        let order = keys.indices.sorted { left, right in
            guard failure == nil else { return false }
            do throws(TemplateError) {
                if try Comparing.isLess(keys[left], keys[right], state: &state) { return !isReverse }
                if try Comparing.isLess(keys[right], keys[left], state: &state) { return isReverse }
            } catch {
                failure = error
            }
            return left < right
        }
        if let failure { throw failure }
        return order.map { items[$0] }
    }

    private static func keys(
        of items: [TemplateValue], _ key: TemplateValue, state: inout RenderState
    ) throws(TemplateError) -> [TemplateValue] {
        guard key != .none else { return items }
        var keys: [TemplateValue] = []
        for item in items { keys.append(try Self.apply(key, [item], state: &state)) }
        return keys
    }

    /// `min` and `max` give the winning value itself, so a typed number stays typed.
    private static func extreme(_ name: String, _ symbol: ComparisonOperator) -> TemplateFunction {
        TemplateFunction(name, isOpen: true, takesFunctionAt: .keyword("key")) { arguments, state throws(TemplateError) in
            let given = arguments.rest.positional
            let options = Dictionary(arguments.rest.keywords.map { ($0.name, $0.value) }) { first, _ in first }
            guard options.keys.allSatisfy({ $0 == "key" || $0 == "default" }), !given.isEmpty else {
                throw TemplateError(.wrongUse, "\(name)() takes values or one list of them, and the arguments key and default")
            }
            let items = given.count == 1 ? try given[0].iterated(&state) : given
            if let placeholder = items.first(where: \.isPlaceholder) { return placeholder }
            let keys = try Self.keys(of: items, options["key"] ?? .none, state: &state)
            guard var winner = keys.indices.first else {
                guard let fallback = options["default"] else { throw TemplateError(.wrongValue, "\(name)() arg is an empty sequence") }
                return fallback
            }
            for index in keys.indices.dropFirst() where try Comparing.holds(symbol, keys[index], keys[winner], state: &state) {
                winner = index
            }
            return items[winner]
        }
    }

    // MARK: Iterators

    private static let iter = TemplateFunction("iter", "items", required: 1) { arguments, state throws(TemplateError) in
        .list(try arguments["items"].iterated(&state))
    }

    private static let next = TemplateFunction("next", "items", "default", required: 1) { arguments, state throws(TemplateError) in
        if let first = try arguments["items"].iterated(&state).first { return first }
        guard arguments.has("default") else { throw TemplateError(.wrongValue, "next() of an empty sequence") }
        return arguments["default"]
    }

    /// The bounds of a slice as a tuple; nothing takes them but the author's own expressions.
    private static let slice = TemplateFunction("slice", "start", "stop", "step", required: 1) { arguments, _ throws(TemplateError) in
        .tuple([arguments["start"], arguments["stop"], arguments["step"]])
    }
}
