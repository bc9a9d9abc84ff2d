// Part of Martlet. Apache License 2.0; see LICENSE.

/// Directives whose order means nothing, so that a formatted file can have them in its own.
///
/// A node begins a section, for what follows belongs to it. So does INCLUDE: what it brings may override what stands above it,
/// and be overridden by what stands below.
struct DatafileSection {
    private(set) var directives: [WrittenDirective] = []

    /// The sections of a file; only the first one may be empty.
    static func sections(of directives: [WrittenDirective]) -> [DatafileSection] {
        var sections = [DatafileSection()]
        for directive in directives {
            let isNextInclude = directive.name == "INCLUDE" && sections.last?.directives.last?.name != "INCLUDE"
            if directive.name == "NODE" || isNextInclude { sections.append(DatafileSection()) }
            sections[sections.count - 1].directives.append(directive)
        }
        if !directives.contains(where: { $0.name == "INCLUDE" }) { self.moveGrants(in: &sections) }
        return sections
    }

    /// Tokens and tags of a pipe stand before its nodes, though they may be written anywhere.
    private static func moveGrants(in sections: inout [DatafileSection]) {
        for index in sections.indices.dropFirst() {
            sections[0].directives += sections[index].directives.filter(\.isOfWholePipe)
            sections[index].directives.removeAll(where: \.isOfWholePipe)
        }
    }

    /// Whether this is a node of a pipe.
    var isNode: Bool { self.directives.contains { $0.name == "NODE" } }

    /// Sorts the directives; where one is repeated, the last still comes last.
    mutating func sort(by order: DirectiveOrder) {
        let placed = self.directives.map { (directive: $0, position: order.position(of: $0.name)) }
        self.directives = placed.sorted { $0.position < $1.position }.map(\.directive)
    }
}

extension WrittenDirective {
    /// Whether it means the same in any node; a tag `key=value` is of the node it follows.
    var isOfWholePipe: Bool {
        self.name == "TOKEN" || self.name == "TAGS" && !self.content.contains { $0.text.contains("=") }
    }
}
