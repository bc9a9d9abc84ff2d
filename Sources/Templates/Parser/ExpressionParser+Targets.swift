// Part of Martlet. Apache License 2.0; see LICENSE.

extension ExpressionParser {
    /// What `for` sets: names, possibly unpacked, before the word `in`.
    mutating func loopTarget() throws(TemplateError) -> Expression.Target {
        let first = try self.target(of: try self.postfix())
        guard self.current == .symbol(",") else { return first }
        var targets = [first]
        while self.take(",") {
            guard self.current != .name("in") else { break }
            targets.append(try self.target(of: try self.postfix()))
        }
        return .unpacked(targets)
    }

    /// An expression as something to be set.
    func target(of expression: Expression) throws(TemplateError) -> Expression.Target {
        switch expression {
        case .name(let name):
            try ExpressionCheck.checkName(name)
            return .name(name)
        case .tuple(let items), .list(let items):
            var targets: [Expression.Target] = []
            for item in items { targets.append(try self.target(of: item)) }
            return .unpacked(targets)
        case .subscripted(let value, let index):
            if case .slice = index { throw TemplateError(.syntax, "invalid syntax: a slice cannot be set") }
            return .subscripted(value, index)
        default:
            throw TemplateError(.syntax, "invalid syntax: only names and items of collections can be set")
        }
    }
}
