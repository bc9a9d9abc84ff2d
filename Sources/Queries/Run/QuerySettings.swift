// Part of Martlet. Apache License 2.0; see LICENSE.

/// The engine settings of every query.
package enum QuerySettings {
    package static let defaults: [String: String] = [
        // The answers that users of the imitated service know: its join algorithms and its order of ties.
        "compatibility": "24.8",
        // States of aggregates had an order then, if a meaningless one; published pipes sort by them.
        "allow_not_comparable_types_in_order_by": "1",
        // Sub-queries take the place of named tables, which need no alias either.
        "joined_subquery_requires_alias": "0",
        "max_execution_time": String(QueryLimits.executionSeconds),
        "max_result_bytes": String(QueryLimits.resultBytes),
    ]
}
