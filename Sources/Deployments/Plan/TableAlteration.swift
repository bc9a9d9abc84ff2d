// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// One clause of the `ALTER TABLE` that brings a live table up to date.
package enum TableAlteration: Sendable, Hashable {
    /// A column that no live query and no batch knows of: it can be there before the deployment is published, and go again.
    case addColumn(name: String, declaration: String, place: String)
    case addIndex(declaration: String)
    case dropIndex(name: String)
    /// A change of what is there.
    case modify(String)

    /// The clause as clients are shown it.
    package var clause: String {
        switch self {
        case .addColumn(_, let declaration, let place): "ADD COLUMN \(declaration) \(place)"
        case .addIndex(let declaration): "ADD \(declaration)"
        case .dropIndex(let name): "DROP INDEX \(name)"
        case .modify(let clause): clause
        }
    }
}

extension [TableAlteration] {
    /// The clauses that make the new columns. An interrupted deployment may have made some, here as in ``rest``.
    var additions: [String] {
        self.compactMap { alteration in
            guard case .addColumn(_, let declaration, let place) = alteration else { return nil }
            return "ADD COLUMN IF NOT EXISTS \(declaration) \(place)"
        }
    }

    /// The clauses that take the new columns away again.
    var reversedAdditions: [String] {
        self.reversed().compactMap { alteration in
            guard case .addColumn(let name, _, _) = alteration else { return nil }
            return "DROP COLUMN IF EXISTS \(SQLText.identifier(name))"
        }
    }

    /// All other clauses.
    var rest: [String] {
        self.compactMap { alteration in
            switch alteration {
            case .addColumn: nil
            case .addIndex(let declaration): "ADD INDEX IF NOT EXISTS \(declaration.dropFirst("INDEX ".count))"
            case .dropIndex(let name): "DROP INDEX IF EXISTS \(name)"
            case .modify(let clause): clause
            }
        }
    }
}
