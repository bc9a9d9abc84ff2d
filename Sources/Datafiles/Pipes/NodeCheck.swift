// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The checks of a node's attributes, one by one.
struct NodeCheck {
    let node: NodeDraft
    private(set) var diagnostics: [Diagnostic] = []

    init(node: NodeDraft) {
        self.node = node
    }

    /// Reports at a directive, or at the node itself.
    mutating func report(_ message: String, at directive: Directive? = nil, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(.error, message, at: directive?.location ?? self.node.location, hint: hint))
    }

    /// The node must have these, and SQL.
    mutating func require(_ names: [String], named kind: String) {
        let missing = self.missing(names)
        guard !missing.isEmpty else { return }
        self.report("Some \(kind) node params have been provided, but the following required ones are missing: \(missing)")
    }

    /// No other attributes than these.
    mutating func allow(_ names: [String], named kind: String) {
        for attribute in self.node.attributes where !names.contains(attribute.name) {
            self.report("\(kind) node '\(self.node.name)' has an invalid attribute (\(attribute.name.lowercased()))", at: attribute)
        }
        if kind == "Standard", let tags = self.node.operationalTags {
            self.report("Standard node '\(self.node.name)' has an invalid attribute (tags)", at: tags)
        }
    }

    mutating func warnAbout(allBut names: [String]) {
        for attribute in self.node.attributes where !names.contains(attribute.name) {
            let message = "\(attribute.name) has no effect on a node of this type"
            self.diagnostics.append(Diagnostic(.warning, message, at: attribute.location))
        }
    }

    /// Whoever writes the files knows best; an unknown value is not refused.
    mutating func expectChoice(_ name: String, of values: [String]) {
        guard let directive = self.node.last(name), !directive.value.isEmpty, !values.contains(directive.value.lowercased()) else { return }
        let message = "\(directive.value) is no known value for \(name)"
        let hint = "Use one of \(values.joined(separator: ", "))"
        self.diagnostics.append(Diagnostic(.warning, message, at: directive.location, hint: hint))
    }

    mutating func requireSeconds(_ name: String) {
        guard let directive = self.node.last(name), (Int(directive.value) ?? -1) < 0 else { return }
        self.report("\(name) takes a number of seconds", at: directive, hint: "Write it like \(name) 60")
    }

    /// A sink of one kind: everything in `names` is there, and nothing but these and the options.
    mutating func requireSink(_ names: [String], options: [String], named kind: String, invalid: (String) -> String) {
        let sink = "\(kind) sink node '\(self.node.name)'"
        let missing = self.missing(names)
        if !missing.isEmpty { self.report("\(sink) is missing required parameters: \(missing)") }
        for attribute in self.node.attributes where !(names + options).contains(attribute.name) {
            self.report("\(sink) \(invalid(attribute.name.lowercased()))", at: attribute)
        }
    }

    mutating func requireSchedule(_ name: String, secret: String, invalid: String) {
        guard let directive = self.node.last(name), !directive.value.isEmpty, directive.value != "@on-demand" else { return }
        if directive.value.contains("tb_secret") {
            self.report("\(secret) Use a literal cron expression (for example \"0 * * * *\") or @on-demand.", at: directive)
        } else if CronExpression(parsing: directive.value) == nil {
            self.report(invalid, at: directive)
        }
    }

    /// As the reference spells lists: `['a', 'b']`.
    private func missing(_ names: [String]) -> String {
        let missing = names.filter { self.node.last($0) == nil }
        guard !missing.isEmpty else { return "" }
        return "[\(missing.map { "'\($0.lowercased())'" }.joined(separator: ", "))]"
    }
}
