// Part of Martlet. Apache License 2.0; see LICENSE.

/// Which resources the pipes of a project read, by name.
package struct ProjectGraph: Sendable, Hashable {
    /// The pipes and data sources that the nodes of a pipe name, its own nodes left out.
    private var named: [String: Set<String>] = [:]

    mutating func add(_ resource: String, readBy pipe: String) {
        self.named[pipe, default: []].insert(resource)
    }

    /// The pipes whose nodes name one of these resources.
    func pipes(reading isMeant: (String) -> Bool) -> Set<String> {
        Set(self.named.filter { $0.value.contains(where: isMeant) }.keys)
    }

    /// Everything that a pipe reads, directly or through other pipes.
    func resources(readBy pipe: String) -> Set<String> {
        var found: Set<String> = []
        var open = [pipe]
        while let next = open.popLast() {
            for resource in self.named[next, default: []] where found.insert(resource).inserted { open.append(resource) }
        }
        return found
    }
}
