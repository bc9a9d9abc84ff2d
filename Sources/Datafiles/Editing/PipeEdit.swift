// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The file of a pipe while requests change it, node by node and directive by directive.
package struct PipeEdit: Sendable {
    private let datafile: WrittenDatafile
    /// What belongs to no node: the description, tokens and tags.
    private var head: [WrittenDirective]
    private var nodes: [[WrittenDirective]]

    /// Takes up the text of a file, none for a new pipe.
    package init(_ text: String = "") {
        self.datafile = WrittenDatafile(text, kind: .pipe)
        let sections = DatafileSection.sections(of: self.datafile.directives)
        self.head = sections.first?.directives ?? []
        self.nodes = sections.dropFirst().map(\.directives)
    }

    /// The names of the nodes, in the order of the file.
    package var nodeNames: [String] { self.nodes.compactMap { $0.first?.lineValue } }

    /// Whether a text is a datafile with nodes, and no SQL alone.
    package static func isDatafile(_ text: String) -> Bool {
        WrittenDatafile(text, kind: .pipe).directives.contains { $0.name == "NODE" }
    }

    /// Puts `text` in the place of what the file says of the whole pipe by this directive; an empty one removes it.
    package mutating func set(_ directive: String, to text: String) throws(InvalidFile) {
        try self.head.set(directive, to: text)
    }

    // MARK: Nodes

    package mutating func removeNodes() { self.nodes = [] }

    /// Adds a node behind the others.
    package mutating func add(node name: String, sql: String, description: String = "") throws(InvalidFile) {
        var node: [WrittenDirective] = []
        try node.set("NODE", to: name)
        try node.set("DESCRIPTION", to: description)
        try node.set("SQL", to: sql)
        self.nodes.append(node)
    }

    package mutating func remove(node name: String) {
        self.nodes.removeAll { $0.first?.lineValue == name }
    }

    /// Puts `text` in the place of what a node says by this directive; an empty one removes it.
    package mutating func set(_ directive: String, to text: String, ofNode name: String) throws(InvalidFile) {
        guard let index = self.index(of: name) else { return }
        try self.nodes[index].set(directive, to: text)
    }

    /// Makes a node one of this kind, with these directives. No other node stays of the same kind: a pipe has one that is more than a step.
    package mutating func setKind(of name: String, to kind: NodeKind, _ settings: [String: String] = [:]) throws(InvalidFile) {
        for index in self.nodes.indices {
            let isMeant = self.nodes[index].first?.lineValue == name
            guard isMeant || kind != .standard && self.nodes[index].kind == kind else { continue }
            self.nodes[index].removeAll { Self.kindDirectives.contains($0.name) }
            guard isMeant, kind != .standard else { continue }
            try self.nodes[index].set("TYPE", to: kind.rawValue)
            for (directive, text) in settings.sorted(by: { $0.key < $1.key }) { try self.nodes[index].set(directive, to: text) }
        }
    }

    private func index(of node: String) -> Int? { self.nodes.firstIndex { $0.first?.lineValue == node } }

    private static let kindDirectives = Set(
        ["TYPE", "EXPORT_SERVICE", "ENGINE"] + NodeAttributes.names + DatafileKind.engineOptions.map { "ENGINE_\($0)" })

    // MARK: The result

    /// The edited file in its canonical form.
    package func file(at path: String) throws(InvalidFile) -> ProjectFile {
        var datafile = self.datafile
        datafile.directives = self.head + self.nodes.joined()
        let file = ProjectFile(path: path, text: DatafileFormatter.text(of: datafile, kind: .pipe))
        let written = WrittenDatafile(file.text, kind: .pipe).directives
        guard written.map(\.name).sorted() == datafile.directives.map(\.name).sorted() else {
            let start = SourceLocation(file: path, line: 1, column: 1)
            throw InvalidFile(diagnostics: [Diagnostic(.error, "The texts cannot be written in a datafile", at: start)])
        }
        let errors = Project.parse(only: file, includes: [], secrets: nil).diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw InvalidFile(diagnostics: errors) }
        return file
    }
}

extension [WrittenDirective] {
    /// The kind of the node that these make.
    fileprivate var kind: NodeKind? { self.last { $0.name == "TYPE" }.flatMap { NodeKind(rawValue: $0.lineValue.lowercased()) } }

    /// Replaces the directive of this name, or adds it; comments above it stay.
    fileprivate mutating func set(_ name: String, to text: String) throws(InvalidFile) {
        let old = self.firstIndex { $0.name == name }
        let comments = old.map { self[$0].comments } ?? []
        let place = old ?? self.endIndex
        self.removeAll { $0.name == name }
        guard !text.isBlank else { return }
        self.insert(try Self.directive(name, saying: text, comments: comments), at: Swift.min(place, self.endIndex))
    }

    private static func directive(_ name: String, saying text: String, comments: [String] = []) throws(InvalidFile) -> WrittenDirective {
        guard let directive = WrittenDirective(name, saying: text, comments: comments) else {
            let start = SourceLocation(file: name.lowercased(), line: 1, column: 1)
            throw InvalidFile(diagnostics: [Diagnostic(.error, "This cannot be written in a datafile", at: start)])
        }
        return directive
    }
}
