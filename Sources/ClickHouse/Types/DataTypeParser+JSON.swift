// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    mutating func parseMaximumTypes() throws(DataTypeError) -> Int {
        guard try self.take("(") else { return DataType.JSONOptions.defaultMaximumTypes }
        let maximum = try self.parseSetting("max_types", in: 0...254)
        try self.expect(")")
        return maximum
    }

    mutating func parseJSONOptions() throws(DataTypeError) -> DataType.JSONOptions {
        var options = DataType.JSONOptions()
        try self.parseList { (parser) throws(DataTypeError) in try parser.parseJSONOption(into: &options) }
        options.typedPaths.sort { ($0.name ?? "") < ($1.name ?? "") }
        options.skippedPaths.sort()
        return options
    }

    private mutating func parseJSONOption(into options: inout DataType.JSONOptions) throws(DataTypeError) {
        switch self.token {
        case .word("max_dynamic_types"): options.maximumTypes = try self.parseSetting("max_dynamic_types", in: 0...254)
        case .word("max_dynamic_paths"): options.maximumPaths = try self.parseSetting("max_dynamic_paths", in: 0...10_000)
        case .word(let word) where word.uppercased() == "SKIP": try self.parseSkip(into: &options)
        default:
            let name = try self.parsePath()
            options.typedPaths.append(DataType.TupleElement(name: name, type: try self.parseType()))
        }
    }

    private mutating func parseSkip(into options: inout DataType.JSONOptions) throws(DataTypeError) {
        try self.advance()
        guard case .word(let word) = self.token, word.uppercased() == "REGEXP", case .string(let pattern) = try self.following() else {
            options.skippedPaths.append(try self.parsePath())
            return
        }
        try self.advance()
        try self.advance()
        options.skippedPatterns.append(pattern)
    }

    /// `a.b`, each key plain or quoted.
    private mutating func parsePath() throws(DataTypeError) -> String {
        var keys: [String] = []
        repeat {
            switch self.token {
            case .word(let key), .quotedName(let key): keys.append(key)
            default: throw self.unexpected("a path, like a.b")
            }
            try self.advance()
        } while try self.take(".")
        return keys.joined(separator: ".")
    }

    private mutating func parseSetting(_ name: String, in range: ClosedRange<Int>) throws(DataTypeError) -> Int {
        let start = self.offset
        guard self.token == .word(name) else { throw self.unexpected(name) }
        try self.advance()
        try self.expect("=")
        guard case .number(let text) = self.token, let value = Int(text), range.contains(value) else {
            throw .invalid("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)", at: start)
        }
        try self.advance()
        return value
    }
}
