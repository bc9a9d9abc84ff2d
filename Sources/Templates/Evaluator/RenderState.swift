// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a rendering has used and produced so far: all that functions may see and change.
struct RenderState {
    let context: RenderContext
    /// Whether this is the load-time check, in which parameters are placeholders (templates specification, 13).
    let isCheck: Bool
    /// Line of the tag being evaluated, from 1.
    var line = 1

    private(set) var output = ""
    /// Where values stand in the output.
    private(set) var insertions: [Range<Int>] = []
    var settings = RenderedSettings()
    var usedSecrets: Set<String> = []

    private var steps = 0
    private var loopPasses = 0

    init(context: RenderContext, isCheck: Bool) {
        self.context = context
        // Most queries are shorter: one allocation instead of a growing row of them.
        self.output.reserveCapacity(1 << 10)
        self.isCheck = isCheck
    }

    var limits: TemplateLimits { self.context.limits }

    mutating func write(_ text: String) throws(TemplateError) {
        guard self.output.utf8.count + text.utf8.count <= self.limits.outputBytes else { throw self.outputExceeded }
        self.output += text
    }

    /// Writes a value.
    mutating func insert(_ text: String) throws(TemplateError) {
        let start = self.output.utf8.count
        try self.write(text)
        self.insertions.append(start..<self.output.utf8.count)
    }

    /// Counts work: an expression evaluated, an item touched.
    mutating func charge(_ steps: Int = 1) throws(TemplateError) {
        self.steps = self.steps.addingReportingOverflow(max(steps, 0)).overflow ? .max : self.steps + max(steps, 0)
        guard self.steps <= self.limits.evaluationSteps else { throw .exceeded("\(self.limits.evaluationSteps) evaluation steps") }
    }

    mutating func chargeLoopPass() throws(TemplateError) {
        self.loopPasses += 1
        guard self.loopPasses <= self.limits.loopPasses else { throw .exceeded("\(self.limits.loopPasses) loop passes") }
    }

    /// Counts the bytes of a text an operation reads, which cost less than items.
    mutating func charge(text: String) throws(TemplateError) {
        try self.charge(1 + text.utf8.count / 8)
    }

    /// Counts the digits of a number written or rounded to so many places: the work grows with their square.
    mutating func charge(digitsOf number: Double, places: Int) throws(TemplateError) {
        guard number.isFinite, number != 0 else { return }
        let digits = abs(places) + abs(Int(number.exponent)) / 3
        try self.charge(1 + digits * digits / 32)
    }

    /// A text that a template builds, no longer than what may be put out.
    mutating func admit(text: String) throws(TemplateError) -> TemplateValue {
        guard text.utf8.count <= self.limits.outputBytes else { throw self.outputExceeded }
        try self.charge(text: text)
        return .text(text)
    }

    /// Counts a value and all it holds, and refuses nesting so deep that walking it would be a danger.
    ///
    /// Every value a template builds passes here, so that values are as bounded as the work that made them.
    mutating func admit(_ value: TemplateValue, depth: Int = 0) throws(TemplateError) {
        try self.charge(1 + (value.textContent?.utf8.count ?? 0) / 64)
        guard depth <= self.limits.nesting else { throw .exceeded("\(self.limits.nesting) nested values") }
        if let items = value.items {
            for item in items { try self.admit(item, depth: depth + 1) }
        } else if case .dictionary(let members) = value {
            for member in members.members { try self.admit(member.value, depth: depth + 1) }
        }
    }

    /// An integer within the limit of width.
    func admit(integer: TemplateInteger) throws(TemplateError) -> TemplateValue {
        guard integer.bitWidth <= self.limits.integerBits else {
            throw .exceeded("\(self.limits.integerBits) bits of an integer")
        }
        return .integer(integer)
    }

    var outputExceeded: TemplateError { .exceeded("\(self.limits.outputBytes) bytes of output") }
}
