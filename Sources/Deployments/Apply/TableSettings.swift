// Part of Martlet. Apache License 2.0; see LICENSE.

/// The settings that tables are made with. They stand behind what the author of a data source sets; his own value wins.
enum TableSettings {
    /// Every table that the program fills has them, so that an insert, repeated under its token, is stored once and survives a
    /// power loss: landing tables, targets of views, quarantines.
    ///
    /// - `non_replicated_deduplication_window` counts blocks, and an insert makes one in each partition it touches: 33 for rows
    ///   of 33 months, 100 at the most. A table must not forget a batch while others arrive by other views, until the batch
    ///   comes again. 10,000, what replicated tables have, are 100 of the widest batches or half an hour of five narrow ones a
    ///   second. They take at most about 2 MB on disk.
    /// - `fsync_after_insert` and `fsync_part_directory` put the files of a part and its name on disk before the insert is
    ///   answered, and thus before the ingest log forgets its rows.
    static let exactlyOnce: KeyValuePairs<String, String> = [
        "non_replicated_deduplication_window": "10000",
        "fsync_after_insert": "1",
        "fsync_part_directory": "1",
    ]

    /// Tables whose engine puts rows of one key together have them, so that a partition becomes one part when nothing was
    /// inserted for an hour: a query then finds a key once, and `FINAL` has nothing to do. Rows that trickle into an old
    /// partition have it written again once an hour at the most; the engine leaves alone what is larger than
    /// `max_bytes_to_merge_at_max_space_in_pool`.
    static let mergedWhenQuiet: KeyValuePairs<String, String> = [
        "min_age_to_force_merge_seconds": "3600",
        "min_age_to_force_merge_on_partition_only": "1",
    ]

    /// What a table has, by its engine: `AggregatingMergeTree`.
    static func settings(ofEngine name: some StringProtocol) -> [(key: String, value: String)] {
        let keepsRows = name == "MergeTree" || name == "ReplicatedMergeTree"
        return Array(self.exactlyOnce) + (keepsRows ? [] : Array(self.mergedWhenQuiet))
    }

    /// What an existing table, as `system.tables.engine_full` writes it, is without.
    static func missing(in definition: String) -> [(key: String, value: String)] {
        let settings = definition.split(separator: " SETTINGS ", omittingEmptySubsequences: false).dropFirst().last ?? ""
        let names = Set(settings.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
        let engine = definition.prefix { $0.isLetter }
        return self.settings(ofEngine: engine).filter { !names.contains($0.key[...]) }
    }

    /// Settings as SQL lists them: `a = 1, b = 2`.
    static func text(_ settings: some Sequence<(key: String, value: String)>) -> String {
        settings.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
    }
}
