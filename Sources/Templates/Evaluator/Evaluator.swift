// Part of Martlet. Apache License 2.0; see LICENSE.

/// Walks a template's statements and expressions and writes SQL.
///
/// There is one flat scope: a name that is set anywhere in the template is local to it everywhere, and never
/// reads a request's value (templates specification, 3).
struct Evaluator {
    let template: Template
    private let arguments: TemplateArguments
    var state: RenderState
    /// What names mean now: the request's values, and what the template has set.
    var variables: [String: TemplateValue]

    init(_ template: Template, arguments: TemplateArguments, context: RenderContext, isCheck: Bool) {
        self.template = template
        self.arguments = arguments
        self.variables = arguments.values(without: template.localNames)
        self.state = RenderState(context: context, isCheck: isCheck)
    }

    mutating func render() throws(TemplateError) -> RenderedTemplate {
        guard self.arguments.nest(within: self.state.limits.nesting) else { throw .exceeded("\(self.state.limits.nesting) nested values") }
        try self.convertArrays()
        _ = try self.execute(self.template.statements)
        return RenderedTemplate(
            sqlText: self.state.output, insertions: self.state.insertions, settings: self.state.settings,
            usedSecrets: self.state.usedSecrets)
    }

    /// A parameter whose first mention is `Array(p, T)` is a list for the whole template; items that are no `T`
    /// leave it as it was.
    private mutating func convertArrays() throws(TemplateError) {
        for (name, itemType) in self.template.arrayParameters {
            guard let sent = self.arguments[name] else { continue }
            if let items = try? ArrayFunction.items(of: sent, type: itemType, state: &self.state) {
                self.variables[name] = .list(items)
            }
        }
    }

    // MARK: Names

    func value(of name: String) throws(TemplateError) -> TemplateValue {
        if let value = self.variables[name] { return value }
        guard !self.template.localNames.contains(name) else {
            throw TemplateError(.unassignedName, "cannot access local variable '\(name)' where it is not associated with a value")
        }
        if name == Template.jobTimestampName { return .text(self.state.context.jobTimestamp) }
        return self.state.isCheck ? .placeholder(name: name) : .none
    }

    // MARK: Statements

    /// How the statements after one are to go on.
    enum Flow { case next, breakLoop, continueLoop }

    mutating func execute(_ block: Statement.Block) throws(TemplateError) -> Flow {
        for located in block {
            self.state.line = located.line
            do throws(TemplateError) {
                let flow = try self.execute(located.statement)
                guard flow == .next else { return flow }
            } catch {
                throw error.located(file: self.template.name, line: self.state.line)
            }
        }
        return .next
    }

    private mutating func execute(_ statement: Statement) throws(TemplateError) -> Flow {
        try self.state.charge()
        switch statement {
        case .text(let text):
            try self.state.write(text)
        case .output(let expression, let source):
            try self.state.insert(try self.evaluate(expression).sqlText(of: source))
        case .conditional(let branches, let otherwise):
            return try self.choose(branches, otherwise: otherwise)
        case .loop(let target, let iterable, let body, let otherwise):
            return try self.loop(over: iterable, target: target, body: body, otherwise: otherwise)
        case .repeatLoop(let condition, let body, let otherwise):
            return try self.loop(while: condition, body: body, otherwise: otherwise)
        case .attempt(let body, let handlers, let otherwise, let finally):
            return try self.attempt(body, handlers: handlers, otherwise: otherwise, finally: finally)
        case .assignment(let targets, let expression):
            let value = try self.evaluate(expression)
            for target in targets { try self.assign(value, to: target) }
        case .update(let target, let symbol, let expression):
            try self.update(target, symbol, with: expression)
        case .evaluation(let expression):
            _ = try self.evaluate(expression)
        case .breakLoop:
            return .breakLoop
        case .continueLoop:
            return .continueLoop
        }
        return .next
    }

    private mutating func choose(_ branches: [Statement.Branch], otherwise: Statement.Block?) throws(TemplateError) -> Flow {
        for branch in branches {
            self.state.line = branch.line
            if try self.evaluate(branch.condition).isTruthy { return try self.execute(branch.body) }
        }
        return try self.execute(otherwise ?? [])
    }

    private mutating func loop(
        over iterable: Expression, target: Expression.Target, body: Statement.Block, otherwise: Statement.Block?
    ) throws(TemplateError) -> Flow {
        for item in try self.evaluate(iterable).iterated(&self.state) {
            try self.state.chargeLoopPass()
            try self.assign(item, to: target)
            if try self.execute(body) == .breakLoop { return .next }
        }
        return try self.execute(otherwise ?? [])
    }

    private mutating func loop(
        while condition: Expression, body: Statement.Block, otherwise: Statement.Block?
    ) throws(TemplateError) -> Flow {
        while try self.evaluate(condition).isTruthy {
            try self.state.chargeLoopPass()
            if try self.execute(body) == .breakLoop { return .next }
        }
        return try self.execute(otherwise ?? [])
    }

    private mutating func attempt(
        _ body: Statement.Block, handlers: [Statement.Handler], otherwise: Statement.Block?, finally: Statement.Block?
    ) throws(TemplateError) -> Flow {
        let result: Result<Flow, TemplateError>
        do throws(TemplateError) {
            result = .success(try self.handled(body, handlers: handlers, otherwise: otherwise))
        } catch {
            guard !error.reason.failureNames.isEmpty else { throw error }
            result = .failure(error)
        }
        let flow = try self.execute(finally ?? [])
        return flow == .next ? try result.get() : flow
    }

    private mutating func handled(
        _ body: Statement.Block, handlers: [Statement.Handler], otherwise: Statement.Block?
    ) throws(TemplateError) -> Flow {
        do throws(TemplateError) {
            let flow = try self.execute(body)
            guard flow == .next else { return flow }
        } catch {
            guard let handler = try self.handler(of: error, among: handlers) else { throw error }
            if let name = handler.name { self.variables[name] = .caught(message: error.message) }
            defer { if let name = handler.name { self.variables[name] = nil } }
            return try self.execute(handler.body)
        }
        return try self.execute(otherwise ?? [])
    }

    /// The first handler that takes a failure. A name that means no kind of failure is found out only here, as the
    /// contract has it.
    private func handler(of error: TemplateError, among handlers: [Statement.Handler]) throws(TemplateError) -> Statement.Handler? {
        let names = error.reason.failureNames
        guard !names.isEmpty else { return nil }
        for handler in handlers {
            guard let types = handler.types else { return handler }
            if let type = types.first(where: { !FailureKind.names.contains($0) }) {
                throw TemplateError(.wrongUse, "\"except \(type)\" names no kind of failure, such as Exception or ValueError")
            }
            if !names.isDisjoint(with: types) { return handler }
        }
        return nil
    }

    // MARK: Assignments

    mutating func assign(_ value: TemplateValue, to target: Expression.Target) throws(TemplateError) {
        switch target {
        case .name(let name):
            self.variables[name] = value
        case .unpacked(let targets):
            let items = try value.unpacked(into: targets.count, state: &self.state)
            for (target, item) in zip(targets, items) { try self.assign(item, to: target) }
        case .subscripted(let container, let index):
            let key = try self.evaluate(index)
            try self.state.admit(value, depth: 1)
            try self.change(container) { container, state throws(TemplateError) in try container.set(value, at: key, state: &state) }
        }
    }

    private mutating func update(
        _ target: Expression.Target, _ symbol: BinaryOperator, with expression: Expression
    ) throws(TemplateError) {
        let current: TemplateValue
        switch target {
        case .name(let name): current = try self.value(of: name)
        case .subscripted(let container, let index): current = try self.evaluate(.subscripted(container, index))
        case .unpacked: preconditionFailure("the parser refuses to update several names at once")
        }
        let operand = try self.evaluate(expression)
        try self.assign(try Arithmetic.apply(symbol, current, operand, state: &self.state), to: target)
    }

    /// Changes what an expression refers to, in place if it is a variable or an item of one.
    ///
    /// Collections are values: the change is seen through the variable it is made on, and through no other.
    mutating func change<Result>(
        _ expression: Expression,
        _ body: (inout TemplateValue, inout RenderState) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        switch expression {
        case .name(let name):
            var value = try self.value(of: name)
            // The variable is emptied meanwhile, so that the collection has one owner and is not copied.
            self.variables[name] = TemplateValue.none
            defer { self.variables[name] = value }
            return try body(&value, &self.state)
        case .subscripted(let container, let index):
            let key = try self.evaluate(index)
            return try self.change(container) { container, state throws(TemplateError) in
                try container.change(at: key, state: &state, body)
            }
        default:
            var value = try self.evaluate(expression)
            return try body(&value, &self.state)
        }
    }
}
