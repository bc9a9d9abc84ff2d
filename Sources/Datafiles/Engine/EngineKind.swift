// Part of Martlet. Apache License 2.0; see LICENSE.

/// The table engines a data source may have.
package enum EngineKind: String, Sendable, Hashable, CaseIterable {
    case mergeTree = "MergeTree"
    case replacingMergeTree = "ReplacingMergeTree"
    case summingMergeTree = "SummingMergeTree"
    case aggregatingMergeTree = "AggregatingMergeTree"
    case collapsingMergeTree = "CollapsingMergeTree"
    case versionedCollapsingMergeTree = "VersionedCollapsingMergeTree"
    /// Keeps nothing; it only feeds materialized views.
    case null = "Null"

    /// The engine of this name, in any case.
    init?(name: String) {
        guard let kind = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else { return nil }
        self = kind
    }

    /// The `ENGINE_` options that stand between the engine's parentheses, in their order there.
    var parameters: [String] {
        switch self {
        case .replacingMergeTree: ["VER", "IS_DELETED"]
        case .summingMergeTree: ["COLUMNS"]
        case .collapsingMergeTree: ["SIGN"]
        case .versionedCollapsingMergeTree: ["SIGN", "VERSION"]
        case .mergeTree, .aggregatingMergeTree, .null: []
        }
    }

    /// Whether the engine means nothing without this parameter.
    func requires(_ parameter: String) -> Bool {
        parameter == "SIGN" || parameter == "VERSION"
    }

    /// Whether rows of one key are merged away, so that there must be a key.
    var requiresSortingKey: Bool { self == .replacingMergeTree || self == .collapsingMergeTree }

    /// Whether the option is known to this engine.
    func knows(_ option: String) -> Bool {
        let isParameter = ["VER", "IS_DELETED", "COLUMNS", "SIGN", "VERSION"].contains(option)
        return self != .null && (!isParameter || self.parameters.contains(option))
    }
}
