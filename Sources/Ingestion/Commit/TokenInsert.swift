// Part of Martlet. Apache License 2.0; see LICENSE.

/// How rows are inserted so that the engine knows them again by their token (docs/internals/deduplication.md).
package enum TokenInsert {
    /// The most rows that become one block of an insert.
    package static let blockRows = 1_048_449

    /// Such inserts are synchronous, one block each, and known by their token in the table and in all views behind it. Nobody asks what
    /// an insert has read, so it need not wait for the engine to tell.
    package static func settings(token: String) -> [String: String] {
        [
            "async_insert": "0", "insert_null_as_default": "1", "insert_deduplicate": "1",
            "deduplicate_blocks_in_dependent_materialized_views": "1", "min_insert_block_size_rows": String(Self.blockRows),
            "min_insert_block_size_bytes": "0", "max_insert_threads": "1", "max_threads": "1",
            "max_partitions_per_insert_block": "10000", "log_queries": "0", "insert_deduplication_token": token,
        ]
    }
}
