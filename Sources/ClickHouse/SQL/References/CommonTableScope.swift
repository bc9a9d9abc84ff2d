// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names that WITH defines, as far as they are visible at a place.
///
/// The engine lets a common table expression see the ones before it and the ones around it, and, when nothing else bears the name,
/// the ones after it. A name that means two of them at different places is refused by the parser; so is the last, for with two that name each other it is the way of resolving that decides which of
/// the names is a table.
struct CommonTableScope {
    /// What one WITH defines.
    struct Frame {
        var tables: Set<String> = []
        /// Expressions: `WITH [1, 2] AS ids`.
        var scalars: Set<String> = []
        /// Functions: `WITH x -> x + 1 AS f`.
        var lambdas: Set<String> = []
    }

    private var frames: [Frame] = []
    private var visibleTables: [String: Int] = [:]
    private var visibleScalars: [String: Int] = [:]
    private var visibleLambdas: [String: Int] = [:]
    /// For each name the count of names used before and with its last use.
    private var lastUses: [String: Int] = [:]
    private(set) var useCount = 0

    func isTable(_ name: String) -> Bool { self.visibleTables[name] != nil }

    func isScalar(_ name: String) -> Bool { self.visibleScalars[name] != nil }

    func isLambda(_ name: String) -> Bool { self.visibleLambdas[name] != nil }

    /// Opens the scope of a select.
    mutating func push(_ frame: Frame = Frame()) {
        self.frames.append(frame)
        for name in frame.tables { self.visibleTables[name, default: 0] += 1 }
        for name in frame.scalars { self.visibleScalars[name, default: 0] += 1 }
        for name in frame.lambdas { self.visibleLambdas[name, default: 0] += 1 }
    }

    /// Closes the innermost scope and tells what it defined.
    mutating func pop() -> Frame {
        guard let frame = self.frames.popLast() else { preconditionFailure("each pop has its push") }
        for name in frame.tables { Self.release(name, in: &self.visibleTables) }
        for name in frame.scalars { Self.release(name, in: &self.visibleScalars) }
        for name in frame.lambdas { Self.release(name, in: &self.visibleLambdas) }
        return frame
    }

    /// Makes everything invisible, as it is to the arguments of a table function, which the engine may run on their own.
    mutating func hide() -> CommonTableScope {
        let outer = self
        self.frames = []
        self.visibleTables = [:]
        self.visibleScalars = [:]
        self.visibleLambdas = [:]
        return outer
    }

    mutating func unhide(_ outer: CommonTableScope) {
        self.frames = outer.frames
        self.visibleTables = outer.visibleTables
        self.visibleScalars = outer.visibleScalars
        self.visibleLambdas = outer.visibleLambdas
    }

    mutating func defineTable(_ name: String) {
        self.visibleTables[name, default: 0] += 1
        self.frames[self.frames.count - 1].tables.insert(name)
    }

    mutating func defineScalar(_ name: String) {
        guard self.frames[self.frames.count - 1].scalars.insert(name).inserted else { return }
        self.visibleScalars[name, default: 0] += 1
    }

    mutating func defineLambda(_ name: String) {
        guard self.frames[self.frames.count - 1].lambdas.insert(name).inserted else { return }
        self.visibleLambdas[name, default: 0] += 1
    }

    /// Whether the innermost scope defines this table already.
    func isDefinedHere(_ name: String) -> Bool { self.frames.last?.tables.contains(name) == true }

    /// Notes that a name stands where a table may stand.
    mutating func use(_ name: String) {
        self.useCount += 1
        self.lastUses[name] = self.useCount
    }

    /// Whether the name was used after the given count of uses.
    func isUsed(_ name: String, after count: Int) -> Bool { self.lastUses[name, default: 0] > count }

    private static func release(_ name: String, in counts: inout [String: Int]) {
        guard let count = counts[name] else { return }
        counts[name] = count > 1 ? count - 1 : nil
    }
}
