// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The engine settings of every query.
package enum QuerySettings {
    /// Those of a server with these options.
    package static func make(_ options: QueryOptions) -> [String: String] {
        [
            // The answers that users of the imitated service know: its join algorithms and its order of ties.
            "compatibility": "24.8",
            // States of aggregates had an order then, if a meaningless one; published pipes sort by them.
            "allow_not_comparable_types_in_order_by": "1",
            // Sub-queries take the place of named tables, which need no alias either.
            "joined_subquery_requires_alias": "0",
            "max_execution_time": String(options.executionSeconds),
            "max_memory_usage": String(options.memory.bytes),
            "max_result_bytes": String(QueryLimits.resultBytes),
            // A ClickHouse server, too, answers when all is known: with the right status, and true figures.
            "wait_end_of_query": "1",
        ]
    }

    /// Those of a server that was told nothing.
    package static let defaults = QuerySettings.make(QueryOptions())
}
