// Part of Martlet. Apache License 2.0; see LICENSE.

/// How one directive may be written in one kind of file, and what becomes of it.
struct DirectiveRule: Sendable {
    /// Where the argument stands.
    enum Form: Sendable {
        case line
        case lineOrBlock
        /// On a line, it is one word: a text with blanks needs quotes.
        case wordOrBlock
        case block
    }

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
    /// The values there are, in lower case; nil for any.
    var choices: [String]?
    /// Whether the directive, at the start of a line, ends the block before it.
    ///
    /// Not so for those only Classic knows and SQL uses too, like `FROM`.
    var endsBlock = true
    var treatment = Treatment.used

    /// A directive that has lost its meaning.
    static func ignored(_ name: String, because reason: String = "") -> DirectiveRule {
        let warning = "\(name) has been deprecated and will be ignored.\(reason)"
        return DirectiveRule(form: .lineOrBlock, needsArgument: false, treatment: .ignored(warning: warning))
    }

    /// A directive of Classic that had lost its meaning there. A line of a block may begin with such a word.
    static func forgotten(_ name: String, form: Form = .line) -> DirectiveRule {
        DirectiveRule(form: form, endsBlock: false, treatment: .ignored(warning: "\(name) has been deprecated and will be ignored."))
    }

    /// A directive that does nothing here though it may elsewhere.
    static func withoutEffect(_ name: String, hint: String) -> DirectiveRule {
        DirectiveRule(treatment: .ignored(warning: "\(name) has no effect: \(hint)"))
    }

    /// A directive that only Classic projects use.
    static func classic(
        _ warning: String, form: Form = .line, as canonicalName: String? = nil, endsBlock: Bool = true
    ) -> DirectiveRule {
        DirectiveRule(form: form, canonicalName: canonicalName, endsBlock: endsBlock, treatment: .usedWithWarning(warning))
    }

    /// A directive that is never accepted.
    static func refused(_ message: String) -> DirectiveRule {
        DirectiveRule(form: .lineOrBlock, needsArgument: false, treatment: .refused(message))
    }
}
