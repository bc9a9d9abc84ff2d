// Part of Martlet. Apache License 2.0; see LICENSE.

extension Evaluator {
    mutating func evaluate(_ expression: Expression) throws(TemplateError) -> TemplateValue {
        try self.state.charge()
        switch expression {
        case .constant(let value): return value
        case .name(let name): return try self.value(of: name)
        case .call(let callee, let arguments): return try self.call(callee, arguments)
        case .attribute(let value, let name): throw TemplateValue.missingAttribute(name, of: try self.evaluate(value), state: self.state)
        case .subscripted(let value, let index): return try self.subscripted(value, index)
        case .slice: preconditionFailure("a slice stands only in a subscript, which evaluates it")
        case .unary(let symbol, let operand): return try Arithmetic.apply(symbol, try self.evaluate(operand), state: self.state)
        case .arithmetic(let first, let operations): return try self.arithmetic(first, operations)
        case .comparison(let first, let comparisons): return try self.compare(first, comparisons)
        case .and(let operands): return try self.firstOperand(of: operands) { !$0.isTruthy }
        case .or(let operands): return try self.firstOperand(of: operands) { $0.isTruthy }
        case .conditional(let value, let condition, let otherwise):
            return try self.evaluate(try self.evaluate(condition).isTruthy ? value : otherwise)
        case .list(let items): return try self.admitted(.list(try self.evaluate(items)))
        case .tuple(let items): return try self.admitted(.tuple(try self.evaluate(items)))
        case .set(let items): return try self.admitted(try TemplateValue.distinct(try self.evaluate(items), state: &self.state))
        case .dictionary(let entries): return try self.dictionary(entries)
        case .formatted(let parts): return try self.state.admit(text: try self.formatted(parts))
        case .comprehension(let comprehension): return try self.comprehension(comprehension)
        }
    }

    private mutating func admitted(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
        try self.state.admit(value)
        return value
    }

    private mutating func evaluate(_ expressions: [Expression]) throws(TemplateError) -> [TemplateValue] {
        var values: [TemplateValue] = []
        for expression in expressions { values.append(try self.evaluate(expression)) }
        return values
    }

    /// `and` and `or` give the operand that decides, or the last.
    private mutating func firstOperand(
        of operands: [Expression], where decides: (TemplateValue) -> Bool
    ) throws(TemplateError) -> TemplateValue {
        var value = TemplateValue.none
        for operand in operands {
            value = try self.evaluate(operand)
            if decides(value) { break }
        }
        return value
    }

    private mutating func arithmetic(_ first: Expression, _ operations: [Expression.Operation]) throws(TemplateError) -> TemplateValue {
        var value = try self.evaluate(first)
        for operation in operations {
            value = try Arithmetic.apply(operation.symbol, value, try self.evaluate(operation.operand), state: &self.state)
        }
        return value
    }

    private mutating func compare(_ first: Expression, _ comparisons: [Expression.Comparison]) throws(TemplateError) -> TemplateValue {
        var left = try self.evaluate(first)
        for comparison in comparisons {
            let right = try self.evaluate(comparison.operand)
            guard try Comparing.holds(comparison.symbol, left, right, state: &self.state) else { return .boolean(false) }
            left = right
        }
        return .boolean(true)
    }

    private mutating func subscripted(_ value: Expression, _ index: Expression) throws(TemplateError) -> TemplateValue {
        let container = try self.evaluate(value)
        guard case .slice(let lower, let upper, let step) = index else {
            return try container.item(at: try self.evaluate(index), state: &self.state)
        }
        let bounds = (
            lower: try self.bound(lower), upper: try self.bound(upper), step: try self.bound(step)
        )
        return try container.slice(lower: bounds.lower, upper: bounds.upper, step: bounds.step, state: &self.state)
    }

    private mutating func bound(_ expression: Expression?) throws(TemplateError) -> Int? {
        guard let expression else { return nil }
        let value = try self.evaluate(expression)
        if case .none = value { return nil }
        guard let number = value.integerContent else { throw TemplateError(.wrongType, "slice indices must be integers or None") }
        return number.int ?? (number.isNegative ? .min : .max)
    }

    private mutating func dictionary(_ entries: [Expression.Entry]) throws(TemplateError) -> TemplateValue {
        var members = TemplateDictionary()
        for entry in entries {
            let key = try self.evaluate(entry.key)
            try key.checkHashable(&self.state)
            members[key] = try self.evaluate(entry.value)
        }
        return try self.admitted(.dictionary(members))
    }

    private mutating func formatted(_ parts: [Expression.FormattedPart]) throws(TemplateError) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let plain):
                text += plain
            case .field(let expression, let usesLiteral, let format):
                let value = try self.evaluate(expression)
                try self.state.admit(value)
                let format = try TextFormat(try self.formatted(format))
                if let number = value.floatContent { try self.state.charge(digitsOf: number, places: format.precision ?? 0) }
                text += try format.text(for: usesLiteral ? .text(value.literal) : value)
            }
            guard text.utf8.count <= self.state.limits.outputBytes else { throw self.state.outputExceeded }
        }
        return text
    }

    // MARK: Comprehensions

    private mutating func comprehension(_ comprehension: Expression.Comprehension) throws(TemplateError) -> TemplateValue {
        // Its names exist only inside: what they hide comes back afterwards.
        let names = comprehension.localNames
        let hidden = self.variables.filter { names.contains($0.key) }
        defer {
            for name in names { self.variables[name] = hidden[name] }
        }
        var items: [TemplateValue] = []
        var members = TemplateDictionary()
        try self.iterate(comprehension.clauses[...]) { evaluator throws(TemplateError) in
            let element = try evaluator.evaluate(comprehension.element)
            try evaluator.state.admit(element, depth: 1)
            guard case .dictionary(let value) = comprehension.kind else { return items.append(element) }
            try element.checkHashable(&evaluator.state)
            let memberValue = try evaluator.evaluate(value)
            try evaluator.state.admit(memberValue, depth: 1)
            members[element] = memberValue
        }
        switch comprehension.kind {
        case .list: return .list(items)
        case .set: return try TemplateValue.distinct(items, state: &self.state)
        case .dictionary: return .dictionary(members)
        }
    }

    private mutating func iterate(
        _ clauses: ArraySlice<Expression.Comprehension.Clause>,
        _ body: (inout Evaluator) throws(TemplateError) -> Void
    ) throws(TemplateError) {
        guard let clause = clauses.first else { return try body(&self) }
        for item in try self.evaluate(clause.iterable).iterated(&self.state) {
            try self.state.chargeLoopPass()
            try self.assign(item, to: clause.target)
            var holds = true
            for condition in clause.conditions where holds { holds = try self.evaluate(condition).isTruthy }
            if holds { try self.iterate(clauses.dropFirst(), body) }
        }
    }

    // MARK: Calls

    private mutating func call(_ callee: Expression, _ arguments: [Expression.Argument]) throws(TemplateError) -> TemplateValue {
        switch callee {
        case .name(let name):
            guard !self.template.localNames.contains(name), let function = FunctionTable.function(named: name) else {
                throw self.notCallable(name)
            }
            let call = try self.evaluate(arguments, functionPlace: function.functionPlace)
            let result = try function.call(call, state: &self.state)
            try self.state.admit(result)
            return result
        case .attribute(let receiver, let name):
            return try self.call(method: name, of: receiver, arguments)
        default:
            _ = try self.evaluate(callee)
            throw TemplateError.notCallable
        }
    }

    private func notCallable(_ name: String) -> TemplateError {
        if self.state.isCheck {
            return TemplateError(.notCallable, "'\(name)' is not a valid function, line \(self.state.line)")
        }
        guard name == "length" else { return .notCallable }
        return TemplateError(.notCallable, "length cannot be used as a variable name or as a function inside of a template")
    }

    /// The values of a call's arguments. Where a function takes a function, a name means that.
    private mutating func evaluate(
        _ arguments: [Expression.Argument], functionPlace: TemplateFunction.FunctionPlace?
    ) throws(TemplateError) -> CallArguments {
        var call = CallArguments()
        call.positional.reserveCapacity(arguments.count)
        for argument in arguments {
            let place = argument.name.map { TemplateFunction.FunctionPlace.keyword($0) } ?? .position(call.positional.count)
            let value = functionPlace == place ? try self.functionValue(argument.value) : try self.evaluate(argument.value)
            if let name = argument.name { call.keywords.append((name, value)) } else { call.positional.append(value) }
        }
        return call
    }

    private mutating func functionValue(_ expression: Expression) throws(TemplateError) -> TemplateValue {
        switch expression {
        case .name(let name) where !self.template.localNames.contains(name) && FunctionTable.function(named: name) != nil:
            return .function(name)
        case .tuple(let items):
            var values: [TemplateValue] = []
            for item in items { values.append(try self.functionValue(item)) }
            return .tuple(values)
        default:
            return try self.evaluate(expression)
        }
    }

    private mutating func call(
        method name: String, of receiver: Expression, _ arguments: [Expression.Argument]
    ) throws(TemplateError) -> TemplateValue {
        let result: TemplateValue
        if MethodTable.changingNames.contains(name) {
            let call = try self.evaluate(arguments, functionPlace: name == "sort" ? .keyword("key") : nil)
            for value in call.positional { try self.state.admit(value, depth: 1) }
            result = try self.change(receiver) { value, state throws(TemplateError) in
                try MethodTable.method(name, of: value, state: state).call(on: &value, call, state: &state)
            }
        } else {
            var value = try self.evaluate(receiver)
            let method = try MethodTable.method(name, of: value, state: self.state)
            result = try method.call(on: &value, try self.evaluate(arguments, functionPlace: nil), state: &self.state)
        }
        try self.state.admit(result)
        return result
    }
}
