// Part of Martlet. Apache License 2.0; see LICENSE.

extension EngineDefinition {
    /// The engine as `CREATE TABLE` takes it: `ENGINE = ReplacingMergeTree(ver) ORDER BY (id)`.
    ///
    /// Two settings are added unless the data source has them: `allow_dimensions_outside_sorting_key` lets an
    /// AggregatingMergeTree keep plain columns outside its key, as older engines did (`knowsDimensionSetting` is false for
    /// these); `ttl_only_drop_parts` drops whole parts where a part expires as one. Behind them come the `defaults` that the
    /// data source does not set either. Engines that keep nothing have no settings at all. `omitsTTL` makes a table that keeps its rows.
    package func clause(
        knowsDimensionSetting: Bool = true, defaults: [(key: String, value: String)] = [], omitsTTL: Bool = false
    ) -> String {
        let parameters = [self.versionColumn, self.isDeletedColumn, self.signColumn, self.stateVersionColumn, self.summedTuple]
        var parts = ["ENGINE = \(self.kind.rawValue)(\(parameters.compactMap { $0 }.joined(separator: ", ")))"]
        guard self.kind != .null else { return parts[0] }
        if let key = self.partitionKey { parts.append("PARTITION BY (\(key))") }
        parts.append("ORDER BY (\(self.sortingKey ?? "tuple()"))")
        if let key = self.primaryKey { parts.append("PRIMARY KEY (\(key))") }
        if let key = self.samplingKey { parts.append("SAMPLE BY (\(key))") }
        if let ttl = self.ttl, !omitsTTL { parts.append("TTL \(ttl)") }
        var settings = self.settings.map { [$0] } ?? []
        if self.kind == .aggregatingMergeTree, knowsDimensionSetting, !self.sets("allow_dimensions_outside_sorting_key") {
            settings.append("allow_dimensions_outside_sorting_key = 1")
        }
        if self.expiresByPart, !self.sets("ttl_only_drop_parts") { settings.append("ttl_only_drop_parts = 1") }
        settings += defaults.filter { !self.sets($0.key) }.map { "\($0.key) = \($0.value)" }
        if !settings.isEmpty { parts.append("SETTINGS \(settings.joined(separator: ", "))") }
        return parts.joined(separator: " ")
    }

    /// The engine takes one argument: a column, or a tuple of columns.
    private var summedTuple: String? {
        let columns = self.summedColumns.joined(separator: ", ")
        return self.summedColumns.count > 1 ? "(\(columns))" : self.summedColumns.first
    }

    private func sets(_ setting: String) -> Bool {
        self.settings.map { KeyExpression($0).names.contains(setting) } ?? false
    }

    /// Whether the rows of a partition expire together: the TTL counts in the unit of the partition key.
    private var expiresByPart: Bool {
        guard let ttl = self.ttl, let partitionKey = self.partitionKey else { return false }
        let words = Set(Self.words(ttl))
        // Rows that go one by one, and parts that move, are not dropped with the partition.
        guard words.isDisjoint(with: ["WHERE", "GROUP", "TO", "RECOMPRESS"]) else { return false }
        let units: [(unit: String, partitions: Set<String>)] = [
            ("HOUR", ["TOSTARTOFHOUR"]),
            ("DAY", ["TODATE", "TOYYYYMMDD", "TOSTARTOFDAY"]),
            ("WEEK", ["TOSTARTOFWEEK", "TOMONDAY"]),
            ("MONTH", ["TOYYYYMM", "TOSTARTOFMONTH"]),
            ("YEAR", ["TOYEAR", "TOSTARTOFYEAR"]),
        ]
        let partitionWords = Set(Self.words(partitionKey))
        return units.contains { unit, partitions in
            (words.contains(unit) || words.contains("TOINTERVAL\(unit)")) && !partitions.isDisjoint(with: partitionWords)
        }
    }

    private static func words(_ text: String) -> [String] {
        text.unicodeScalars.split { !$0.isWordPart }.map { String($0).uppercased() }
    }
}
