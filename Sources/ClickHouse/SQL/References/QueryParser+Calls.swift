// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// A call with everything that belongs to it: `quantile(0.5)(DISTINCT x) FILTER (WHERE …) OVER (…)`.
    mutating func call(named token: Int) throws(SQLSyntaxError) -> Operand {
        let name = try self.cursor.name(at: token)
        let key = name.lowercased()
        if key == "columns" {
            try self.arguments(of: key)
            return try self.columnTransformers()
        }
        self.noteFunction(named: name)
        try self.arguments(of: key)
        if self.cursor.isAt(.openRound) { try self.arguments(of: key) }
        if self.cursor.isAt(.filter), self.cursor.isAt(.openRound, 1) { try self.filter() }
        _ = self.cursor.take(.respect, .nulls) || self.cursor.take(.ignore, .nulls)
        if self.cursor.take(.over) {
            if self.cursor.isAt(.openRound) {
                try self.windowDefinition()
            } else {
                try self.cursor.expectIdentifier("a window")
            }
        }
        return .other
    }

    private mutating func filter() throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.filter)
            try parser.cursor.expect(.openRound)
            try parser.cursor.expect(.where)
            try parser.element()
            try parser.cursor.expect(.closeRound)
        }
    }

    private mutating func arguments(of function: String) throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            if parser.cursor.take(.closeRound) { return }
            if Self.quantifiers.contains(function), parser.isAtQuery {
                try parser.query()
                return try parser.cursor.expect(.closeRound)
            }
            parser.skipArgumentPrefix(of: function)
            let separators = Self.separators[function] ?? []
            var count = 0
            repeat {
                try parser.argument(count, of: function)
                count += 1
            } while parser.cursor.take(.comma) || parser.cursor.take(anyOf: separators) != nil
            try parser.cursor.expect(.closeRound)
        }
    }

    /// `count(DISTINCT x)`, `trim(BOTH 'x' FROM y)`; before a comma or bracket the words are columns.
    private mutating func skipArgumentPrefix(of function: String) {
        guard !self.cursor.isAt(.comma, 1), !self.cursor.isAt(.closeRound, 1) else { return }
        _ = self.cursor.take(anyOf: function == "trim" ? [.both, .leading, .trailing] : [.all, .distinct])
    }

    private mutating func argument(_ index: Int, of function: String) throws(SQLSyntaxError) {
        if function == "cast" { return try self.castArgument() }
        let operand = try self.element(stopsAtIn: function == "position" && index == 0)
        if index > 0, Self.membershipFunctions.contains(function) { try self.noteMembership(operand) }
        if index == 0, self.cursor.isAt(.comma), Self.mayTakeLambda(function) { try self.noteFunction(operand) }
    }

    /// Whether the first argument may be a lambda, for which the engine takes the bare name of a function too: `arrayMap(upper, names)`.
    ///
    /// All that do begin with `array` or `map`; those that do not are listed, so that a new function is taken for one that does.
    private static func mayTakeLambda(_ function: String) -> Bool {
        (function.hasPrefix("array") || function.hasPrefix("map")) && !self.withoutLambda.contains(function)
    }

    /// expression [AS alias] [AS Type]
    private mutating func castArgument() throws(SQLSyntaxError) {
        let operand = try self.expression()
        while self.cursor.take(.as) {
            if self.cursor.isAtIdentifier() { try self.noteAlias(of: operand, at: self.cursor.index) }
            try self.typeName()
        }
    }

    /// Notes a name that stands for a function.
    mutating func noteFunction(_ operand: Operand) throws(SQLSyntaxError) {
        guard case .name(let path) = operand, path.count == 1 else { return }
        self.noteFunction(named: try self.cursor.name(at: path.lowerBound))
    }

    /// Notes a function, unless it is one that a WITH in scope defines.
    private mutating func noteFunction(named name: String) {
        if !self.scope.isLambda(name) { self.analysis.functions.insert(name) }
    }

    /// Their argument may be a query without brackets of its own.
    private static let quantifiers: Set<String> = ["all", "any", "exists", "some"]

    /// Drawn up from `system.functions` of version 26.9, by asking the engine.
    private static let withoutLambda: Set<String> = [
        "array", "array_remove", "array_to_string", "arrayauc", "arrayaucpr", "arrayautocorrelation", "arrayconcat", "arraydistinct",
        "arraydotproduct", "arrayelement", "arrayelementornull", "arrayenumerate", "arrayenumeratedense", "arrayenumeratedenseranked",
        "arrayenumerateuniq", "arrayenumerateuniqranked", "arrayexcept", "arrayflatten", "arrayflattenedlength", "arrayintersect",
        "arrayjaccardindex", "arrayjoin", "arraylevenshteindistance", "arraylevenshteindistanceweighted", "arraynormalizedgini",
        "arraypartialshuffle", "arraypopback", "arraypopfront", "arraypraauc", "arraypushback", "arraypushfront", "arrayrandomsample",
        "arrayreduce", "arrayreduceinranges", "arrayremove", "arrayresize", "arrayreverse", "arrayrocauc", "arrayrotateleft",
        "arrayrotateright", "arrayshiftleft", "arrayshiftright", "arrayshingles", "arrayshuffle", "arraysimilarity", "arrayslice",
        "arraystringconcat", "arraysymmetricdifference", "arraytranspose", "arrayunion", "arrayuniq", "arraywithconstant", "arrayzip",
        "arrayzipunaligned", "map", "map_from_arrays", "mapadd", "mapconcat", "mapcontains", "mapcontainskey", "mapcontainskeylike",
        "mapcontainsvalue", "mapcontainsvaluelike", "mapextractkeylike", "mapextractvaluelike", "mapfromarrays", "mapfromstring",
        "mapkeys", "mappopulateseries", "mapsubtract", "mapupdate", "mapvalues",
    ]

    /// Words that part the arguments of functions which the SQL standard spells its own way.
    private static let separators: [String: Set<SQLKeyword>] = [
        "extract": [.from], "overlay": [.placing, .from, .for], "overlayutf8": [.placing, .from, .for], "position": [.in],
        "substring": [.from, .for], "trim": [.from],
    ]

    /// The functions behind IN, whose second argument may be a table.
    static let membershipFunctions: Set<String> = {
        let names = ["in", "notin", "nullin", "notnullin", "globalin", "globalnotin", "globalnullin", "globalnotnullin"]
        return Set(names + names.map { $0 + "ignoreset" })
    }()
}
