// Part of Martlet. Apache License 2.0; see LICENSE.

/// The settings that a table needs so that an insert, repeated under its token, is stored once and survives a power loss.
///
/// They stand behind what the author of a data source sets; his own value wins.
enum TableSettings {
    /// Every table that the program fills has them: landing tables, targets of views, quarantines.
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

    /// What an existing table, as `system.tables.engine_full` writes it, is without.
    static func exactlyOnce(missingIn engine: String) -> [(key: String, value: String)] {
        let settings = engine.split(separator: " SETTINGS ", omittingEmptySubsequences: false).last ?? ""
        let names = Set(settings.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
        return self.exactlyOnce.filter { !names.contains($0.key[...]) }
    }

    /// Settings as SQL lists them: `a = 1, b = 2`.
    static func text(_ settings: some Sequence<(key: String, value: String)>) -> String {
        settings.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
    }
}
