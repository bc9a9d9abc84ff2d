// Part of Martlet. Apache License 2.0; see LICENSE.

/// Whom the ids of one location belong to, found by walking from id to id.
struct PlainIdentities {
    private var next: [String: PlainMapping] = [:]
    private var users: Set<String> = []
    /// All that were ever mapped, or mapped to.
    private var ids: Set<String> = []

    init(_ mappings: [PlainMapping]) {
        for mapping in mappings {
            self.users.insert(mapping.user)
            self.ids.formUnion([mapping.anonymous, mapping.user])
            guard mapping.anonymous != mapping.user else { continue }
            let known = self.next[mapping.anonymous]
            let isEarlier =
                known.map { mapping.at < $0.at || (mapping.at == $0.at && String.isBefore(mapping.user, $0.user)) } ?? true
            if isEarlier { self.next[mapping.anonymous] = mapping }
        }
    }

    func isIdentified(_ id: String) -> Bool { self.next[id] != nil || self.users.contains(id) }

    /// The ids of a user but for his own, by name.
    func anonymousIDs(of user: String) -> [String] {
        self.ids.filter { $0 != user && self.user(of: $0) == user }.sorted(by: String.isBefore)
    }

    func user(of id: String) -> String {
        var path = [id]
        while path.count < 4, let mapping = self.next[path[path.count - 1]] { path.append(mapping.user) }
        // Two ids that are mapped to each other: the walk comes back to where it was two steps ago.
        if path.count == 4, path[3] == path[1] { return String.isBefore(path[2], path[3]) ? path[2] : path[3] }
        return path[path.count - 1]
    }
}
