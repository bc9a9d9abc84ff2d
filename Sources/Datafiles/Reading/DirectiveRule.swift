// Part of Martlet. Apache License 2.0; see LICENSE.

/// How one directive may be written in one kind of file, and what becomes of it.
struct DirectiveRule: Sendable {
    /// Where the argument stands.
    enum Form: Sendable { case line, lineOrBlock, block }

    /// What becomes of a directive that is well written.
    enum Treatment: Sendable {
        case used
        /// Used, and the author is told that a newer way exists.
        case usedWithWarning(String)
        case ignored(warning: String)
        case refused(String)
    }

    var form = Form.line
    /// The directive meant, where this is only another name.
    var canonicalName: String?
    /// Whether an argument must be there; `""` counts as one.
    var needsArgument = true
    /// Whether the directive, at the start of a line, ends the block before it.
    ///
    /// Not so for those only Classic knows and SQL uses too, like `FROM`.
    var endsBlock = true
    var treatment = Treatment.used

    /// A directive that has lost its meaning.
    static func ignored(_ name: String, because reason: String = "", endsBlock: Bool = true) -> DirectiveRule {
        let warning = "\(name) has been deprecated and will be ignored.\(reason)"
        return DirectiveRule(form: .lineOrBlock, needsArgument: false, endsBlock: endsBlock, treatment: .ignored(warning: warning))
    }

    /// A directive that does nothing here though it may elsewhere.
    static func withoutEffect(_ name: String, hint: String, endsBlock: Bool = true) -> DirectiveRule {
        let warning = "\(name) has no effect: \(hint)"
        return DirectiveRule(form: .lineOrBlock, needsArgument: false, endsBlock: endsBlock, treatment: .ignored(warning: warning))
    }

    /// A directive that only Classic projects use.
    static func classic(_ warning: String, form: Form = .line, as canonicalName: String? = nil) -> DirectiveRule {
        DirectiveRule(form: form, canonicalName: canonicalName, treatment: .usedWithWarning(warning))
    }

    /// A directive that is never accepted.
    static func refused(_ message: String) -> DirectiveRule {
        DirectiveRule(form: .lineOrBlock, needsArgument: false, treatment: .refused(message))
    }
}
