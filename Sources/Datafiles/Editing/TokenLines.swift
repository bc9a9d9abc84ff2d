// Part of Martlet. Apache License 2.0; see LICENSE.

/// `TOKEN` directives that are not in a stored datafile, because tokens were given their scopes one by one.
package enum TokenLines {
    /// The file with lines for these tokens, unchanged without any; a name that no spelling can hold is left out.
    package static func add(_ grants: [(name: String, permission: TokenGrant.Permission)], to text: String, kind: DatafileKind) -> String {
        let lines = grants.compactMap { grant in
            ValueSpelling(remark: "").quoted(grant.name).flatMap {
                WrittenDirective("TOKEN", spelled: "\($0) \(grant.permission.rawValue)")
            }
        }
        guard !lines.isEmpty else { return text }
        var datafile = WrittenDatafile(text, kind: kind)
        let place = datafile.directives.firstIndex { $0.name != "DESCRIPTION" && $0.name != "TOKEN" } ?? 0
        datafile.directives.insert(contentsOf: lines, at: place)
        return DatafileFormatter.text(of: datafile, kind: kind)
    }
}
