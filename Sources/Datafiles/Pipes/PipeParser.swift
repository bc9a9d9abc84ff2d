// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Makes a pipe of the directives of its file.
struct PipeParser {
    private let file: ProjectFile
    private var description: String?
    private var tokens: [TokenGrant] = []
    private var tags = Tags()
    private var nodes: [NodeDraft] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ file: ProjectFile, directives: [Directive]) {
        self.file = file
        for directive in directives { self.read(directive) }
    }

    /// The pipe; nil if it has no meaning as it stands.
    mutating func parse() -> PipeDefinition? {
        guard !self.nodes.isEmpty else {
            self.report("Pipe data file must have at least one node", at: SourceLocation(file: self.file.path, line: 1, column: 1))
            return nil
        }
        self.checkTypes()
        self.checkNames()
        for token in self.tokens where token.permission != .read {
            let message = "Invalid permission \(token.permission.rawValue) for token \(token.name). Only READ is allowed for pipes"
            self.report(message, at: token.location)
        }
        let nodes = self.nodes.compactMap { self.definition(of: $0) }
        guard nodes.count == self.nodes.count else { return nil }
        return PipeDefinition(
            name: self.file.resourceName, file: self.file.path, text: self.file.text, description: self.description,
            tokens: self.tokens, tags: self.tags.filtering, nodes: nodes)
    }

    private mutating func read(_ directive: Directive) {
        switch directive.name {
        case "NODE": self.beginNode(directive)
        case "TOKEN":
            if let token = TokenGrant(directive, diagnostics: &self.diagnostics) { self.tokens.append(token) }
        case "TAGS":
            let pairs = self.tags.operational
            self.tags.add(directive.value)
            if !self.nodes.isEmpty, self.tags.operational != pairs { self.nodes[self.nodes.count - 1].operationalTags = directive }
        case "DESCRIPTION":
            if self.nodes.isEmpty {
                self.description = directive.text
            } else {
                self.nodes[self.nodes.count - 1].description = directive.text
            }
        default: self.setOnNode(directive)
        }
    }

    private mutating func beginNode(_ directive: Directive) {
        let name = directive.arguments.first?.text.removingQuotes() ?? ""
        if name.isEmpty { self.report("Missing node name for pipe creation after the NODE label", at: directive.location) }
        if self.nodes.count == DatafileLimits.nodeCount {
            self.report("A pipe has at most \(DatafileLimits.nodeCount) nodes", at: directive.location)
        }
        self.nodes.append(NodeDraft(name: name, location: directive.location))
    }

    private mutating func setOnNode(_ directive: Directive) {
        guard let last = self.nodes.indices.last else {
            // Deprecated everywhere; it only says something of the node it stands in.
            guard directive.name != "EXPORT_SERVICE" else { return }
            let name = directive.name == "SQL" ? "SQL" : directive.name.lowercased()
            return self.report("\(name) must be called after a NODE command", at: directive.location)
        }
        switch directive.name {
        case "SQL":
            if directive.content.text.isBlank { self.reportEmptyQuery(of: self.nodes[last], at: directive.location) }
            self.nodes[last].sql = directive
        case "TYPE": self.nodes[last].type = directive
        default: self.nodes[last].set(directive)
        }
    }

    /// At most one node is more than a step.
    private mutating func checkTypes() {
        for node in self.nodes.filter({ $0.kind != .standard }).dropFirst() {
            self.report("Multiple non-standard nodes in pipe. There can only be one", at: node.type?.location ?? node.location)
        }
    }

    private mutating func checkNames() {
        var lines: [String: Int] = [:]
        for node in self.nodes where !node.name.isEmpty {
            if !node.name.isPlainName {
                self.report("Invalid node name '\(node.name)'", at: node.location, hint: ResourceName.hint)
            }
            if let line = lines.updateValue(node.location.line, forKey: node.name) {
                self.report("Node '\(node.name)' is defined twice", at: node.location, hint: "It is already in line \(line)")
            }
        }
    }

    private mutating func definition(of node: NodeDraft) -> NodeDefinition? {
        if node.sql == nil { self.reportEmptyQuery(of: node, at: node.location) }
        guard let kind = node.kind else {
            let type = node.type?.value.lowercased() ?? ""
            let message =
                "Invalid node ''\(node.name)'' of type (\(type)). Allowed node types: {'copy', 'endpoint', 'materialized', 'sink'}"
            self.report(message, at: node.type?.location ?? node.location)
            return nil
        }
        self.diagnostics += NodeAttributes.check(node, kind: kind)
        return node.definition(kind: kind)
    }

    private mutating func reportEmptyQuery(of node: NodeDraft, at location: SourceLocation) {
        let message = "error parsing node \"\(node.name)\" from pipe \"\(self.file.path)\": Empty query"
        self.report(message, at: location, hint: "Write SQL > and the query below it, indented")
    }

    private mutating func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(.error, message, at: location, hint: hint))
    }
}
