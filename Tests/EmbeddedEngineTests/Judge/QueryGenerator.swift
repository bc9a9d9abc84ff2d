// Part of Martlet. Apache License 2.0; see LICENSE.

/// Makes queries over the tables of ``EngineJudge``, the same for the same seed.
///
/// Every source it writes has the columns `a` and `b`, so that most queries mean something. Names are what it plays with: common
/// tables called like tables, aliases called like other tables, lambdas whose parameters are.
struct QueryGenerator {
    private var state: UInt64
    /// The common tables in scope, innermost last.
    private var commonTables: [String] = []

    init(seed: UInt64) { self.state = seed }

    mutating func query() -> String {
        self.commonTables = []
        return self.query(depth: 2)
    }

    // MARK: Queries

    private mutating func query(depth: Int) -> String {
        let outer = self.commonTables
        defer { self.commonTables = outer }
        let with = depth > 0 && self.chance(3) ? self.with(depth: depth - 1) : ""
        var text = with + self.select(depth: depth)
        // The engine hands a WITH on to the selects after it; our generator has nothing to hand on but names that stay in scope.
        if self.chance(8) {
            text += self.pick([" UNION ALL ", " union distinct ", " EXCEPT ", " INTERSECT "]) + self.select(depth: max(0, depth - 1))
        }
        return text
    }

    private mutating func with(depth: Int) -> String {
        var tables: [String] = []
        for name in self.distinct(["t", "u", "v", "w", "x", "y", "z"], count: 1 + self.number(2)) {
            tables.append("\(self.quoted(name)) \(self.pick(["AS", "as"])) (\(self.query(depth: depth)))")
            self.commonTables.append(name)
        }
        return "\(self.pick(["WITH", "with"])) \(tables.joined(separator: ", ")) "
    }

    private mutating func select(depth: Int) -> String {
        let (from, alias) = self.from(depth: depth)
        let qualifier = alias.map { "\($0)." } ?? ""
        var items = ["\(qualifier)a AS a", "\(qualifier)b AS b"]
        if self.chance(3) { items[1] = "\(self.expression(qualifier, depth: depth)) AS b" }
        var text =
            "\(self.pick(["SELECT", "select", "SELECT DISTINCT"]))\(self.blank())\(items.joined(separator: ",\(self.blank())"))\(self.blank())\(from)"
        if self.chance(2) { text += "\(self.blank())WHERE \(self.condition(qualifier, depth: depth))" }
        if self.chance(6) { text += "\(self.blank())ORDER BY a, b" }
        return text
    }

    private mutating func from(depth: Int) -> (text: String, alias: String?) {
        let keyword = self.pick(["FROM", "from", "FROM /* t, u */"])
        guard self.chance(3) else {
            let (source, alias) = self.source(depth: depth)
            return ("\(keyword) \(source)", alias)
        }
        let left = self.bareSource(depth: depth), right = self.bareSource(depth: depth)
        // Both sides get names of their own, sometimes those of other tables; but an alias hides a table of its name in the same FROM
        // from the engine, which nobody means.
        let names = self.distinct(["l", "r"] + ["t", "u", "events"].filter { !left.contains($0) && !right.contains($0) }, count: 2)
        let join = self.pick(["JOIN", "LEFT JOIN", "ANY LEFT JOIN", "INNER JOIN", "SEMI JOIN", "GLOBAL JOIN"])
        return ("\(keyword) \(left) AS \(names[0]) \(join) \(right) AS \(names[1]) ON \(names[0]).a = \(names[1]).b", names[0])
    }

    private mutating func source(depth: Int) -> (text: String, alias: String?) {
        let source = self.bareSource(depth: depth)
        guard self.chance(2) else { return (source, nil) }
        let alias = self.pick(["x1", "t", "u", "events", "s"])
        return ("\(source) \(self.pick(["AS ", "as ", ""]))\(alias)", alias)
    }

    /// Something with the columns `a` and `b`, without an alias.
    private mutating func bareSource(depth: Int) -> String {
        if depth > 0, self.chance(3) { return "(\(self.query(depth: depth - 1)))" }
        return self.quoted(self.pick(["t", "u", "events"] + self.commonTables + self.commonTables))
    }

    // MARK: Expressions

    private mutating func expression(_ qualifier: String, depth: Int) -> String {
        switch self.number(7) {
        case 0: return "arrayMap(\(self.pick(["t", "u", "x"])) -> \(qualifier)a + 1, [1])[1]"
        case 1 where depth > 0: return "(SELECT max(a) FROM \(self.bareSource(depth: depth - 1)))"
        case 2: return "if(\(self.condition(qualifier, depth: depth)), 1, 2)"
        case 3: return "length('from \(self.pick(["t", "u"])) \\' -- ')"
        case 4: return "CASE WHEN \(self.condition(qualifier, depth: depth)) THEN \(qualifier)a ELSE 0 END"
        case 5: return "toInt64(CAST(\(qualifier)a AS String))"
        default: return "\(qualifier)a * 2 + \(qualifier)b"
        }
    }

    private mutating func condition(_ qualifier: String, depth: Int) -> String {
        switch self.number(8) {
        case 0: return "\(qualifier)a \(self.pick(["IN", "NOT IN", "GLOBAL IN"])) s"
        case 1 where depth > 0: return "\(qualifier)a \(self.pick(["IN", "not in"])) (SELECT a FROM \(self.bareSource(depth: depth - 1)))"
        case 2: return "\(qualifier)a IN (1, 2, 5)"
        case 3 where depth > 0: return "EXISTS (\(self.query(depth: depth - 1)))"
        case 4: return "(\(self.condition(qualifier, depth: max(0, depth - 1)))) \(self.pick(["AND", "OR", "and"])) \(qualifier)b >= 0"
        case 5: return "NOT \(qualifier)a BETWEEN 1 AND 3"
        case 6: return "has([1, 2], \(qualifier)a) -- FROM u\n"
        default: return "\(qualifier)a > \(self.number(4))"
        }
    }

    // MARK: Chance

    private mutating func blank() -> String { self.pick([" ", " ", "\n", "\t", " /* FROM u */ ", "\n-- IN t\n"]) }

    private mutating func quoted(_ name: String) -> String { self.pick([name, name, "`\(name)`", "\"\(name)\""]) }

    private mutating func chance(_ oneIn: Int) -> Bool { self.number(oneIn) == 0 }

    private mutating func pick(_ choices: [String]) -> String { choices[self.number(choices.count)] }

    private mutating func distinct(_ choices: [String], count: Int) -> [String] {
        var rest = choices
        return (0..<count).map { _ in rest.remove(at: self.number(rest.count)) }
    }

    /// SplitMix64, below `bound`.
    private mutating func number(_ bound: Int) -> Int {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(bound))
    }
}
