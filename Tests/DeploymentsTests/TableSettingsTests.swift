// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Deployments

@Suite struct TableSettingsTests {
    @Test(arguments: [
        (
            "MergeTree ORDER BY v",
            "non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1"
        ),
        (
            "MergeTree PARTITION BY toYYYYMM(ts) ORDER BY v SETTINGS index_granularity = 8192",
            "non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1"
        ),
        (
            "SummingMergeTree ORDER BY v SETTINGS non_replicated_deduplication_window = 5, index_granularity = 8192",
            "fsync_after_insert = 1, fsync_part_directory = 1, min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1"
        ),
        (
            "MergeTree ORDER BY fsync_after_insert SETTINGS non_replicated_deduplication_window = 0, fsync_part_directory = 0",
            "fsync_after_insert = 1"
        ),
        (
            "AggregatingMergeTree(v) ORDER BY v SETTINGS min_age_to_force_merge_seconds = 0, fsync_after_insert = 1, fsync_part_directory = 1",
            "non_replicated_deduplication_window = 10000, min_age_to_force_merge_on_partition_only = 1"
        ),
        (
            "ReplicatedMergeTree('/tables/v', '{replica}') ORDER BY v",
            "non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1"
        ),
        (
            "MergeTree ORDER BY v SETTINGS fsync_after_insert = 0, fsync_part_directory = 0, non_replicated_deduplication_window = 0", ""
        ),
    ])
    func `what a table does not set is missing, and nothing else`(engine: String, missing: String) {
        #expect(TableSettings.text(TableSettings.missing(in: engine)) == missing)
    }
}
