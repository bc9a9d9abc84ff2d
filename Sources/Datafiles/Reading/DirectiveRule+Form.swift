// Part of Martlet. Apache License 2.0; see LICENSE.

extension DirectiveRule {
    /// What is wrong with the form of a directive.
    struct Mistake {
        let message: String
        let hint: String?
        /// Whether it is still clear what was meant, so that what it says is read all the same.
        var leavesMeaning = false
    }

    /// The mistake in how a directive of this name is written, if there is one.
    func mistake(in name: String, arguments: [Word], block: SourceText?) -> Mistake? {
        if let block { return self.mistake(in: name, block: block) }
        if self.form == .block {
            let hint = "Use > to start a multiline SQL block"
            return Mistake(message: "SQL must be multiline", hint: hint, leavesMeaning: true)
        }
        if self.form == .wordOrBlock, arguments.count > 1 {
            let hint = "Write \(name) > and its content below, indented, or put quotes around it"
            return Mistake(message: "\(name) takes one word or a block", hint: hint, leavesMeaning: true)
        }
        guard self.needsArgument, arguments.isEmpty else { return nil }
        return Mistake(message: "\(name) is empty", hint: "Write its value on the same line")
    }

    private func mistake(in name: String, block: SourceText) -> Mistake? {
        if self.form == .line { return Mistake(message: "\(name) does not support multiline arguments", hint: nil) }
        guard self.needsArgument, block.text.isBlank else { return nil }
        return Mistake(message: "\(name) is empty", hint: "Indent its content below the line that ends in >")
    }
}
