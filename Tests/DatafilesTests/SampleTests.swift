// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

/// A whole small project, as users write it.
struct SampleTests {
    private static let orders = """
        # orders as they arrive
        DESCRIPTION >
            Orders from the shop

        TOKEN "shop_writer" APPEND
        TAGS "shop, landing"

        SCHEMA >
            `id` UInt64 `json:$.id`,
            `ts` DateTime64(3) `json:$.ts` DEFAULT now64(3),
            `customer` LowCardinality(String) `json:$.user.name` DEFAULT '',
            `skus` Array(String) `json:$.items[:].sku` DEFAULT [],
            `amount` Nullable(Float64) `json:$.amount`,
            `raw` String `json:$` CODEC(ZSTD(3))

        ENGINE "MergeTree"
        ENGINE_PARTITION_KEY "toYYYYMM(ts)"
        ENGINE_SORTING_KEY "customer, ts"
        ENGINE_TTL "toDateTime(ts) + toIntervalDay(365)"

        INDEXES >
            by_id id TYPE bloom_filter(0.01) GRANULARITY 4
        """
    private static let ordersDaily = """
        SCHEMA >
            day Date,
            customer String,
            orders AggregateFunction(count),
            total AggregateFunction(sum, Nullable(Float64))

        ENGINE AggregatingMergeTree
        ENGINE_SORTING_KEY customer, day
        """
    private static let ordersSnapshot = "SCHEMA >\n    taken_at DateTime,\n    customer String,\n    orders UInt64\n"
    private static let endpoint = """
        TOKEN "dashboard" READ

        NODE filtered
        SQL >
            %
            SELECT * FROM orders
            WHERE ts >= {{DateTime(date_from, '2025-01-01 00:00:00', description='From')}}
            {% if defined(customer) %}AND customer = {{String(customer)}}{% end %}

        NODE endpoint
        DESCRIPTION >
            Orders per day
        SQL >
            SELECT toDate(ts) AS day, count() AS orders, sum(amount) AS total
            FROM filtered GROUP BY day ORDER BY day
        TYPE endpoint
        """
    private static let materialized = """
        NODE daily
        SQL >
            SELECT toDate(ts) AS day, customer, countState() AS orders, sumState(amount) AS total
            FROM orders GROUP BY day, customer
        TYPE materialized
        DATASOURCE orders_daily
        """
    private static let copy = """
        NODE snapshot
        SQL >
            %
            SELECT {{DateTime(job_timestamp)}} AS taken_at, customer, countMerge(orders) AS orders
            FROM orders_daily GROUP BY customer
        TYPE copy
        TARGET_DATASOURCE orders_snapshot
        COPY_SCHEDULE 0 * * * *
        COPY_MODE append
        """

    private let project: Project
    private let diagnostics: [Diagnostic]

    init() {
        (self.project, self.diagnostics) = Project.parse([
            ProjectFile(path: "datasources/orders.datasource", text: Self.orders),
            ProjectFile(path: "datasources/orders_daily.datasource", text: Self.ordersDaily),
            ProjectFile(path: "datasources/orders_snapshot.datasource", text: Self.ordersSnapshot),
            ProjectFile(path: "endpoints/orders_per_day.pipe", text: Self.endpoint),
            ProjectFile(path: "materializations/daily.pipe", text: Self.materialized),
            ProjectFile(path: "copies/snapshot.pipe", text: Self.copy),
        ])
    }

    @Test func `Nothing is wrong with it`() {
        #expect(self.diagnostics == [])
    }

    @Test func `The landing data source is read as written`() throws {
        let orders = try #require(self.project.dataSources.first { $0.name == "orders" })
        #expect(orders.description == "Orders from the shop")
        #expect(orders.tokens.map { "\($0.name) \($0.permission.rawValue)" } == ["shop_writer APPEND"])
        #expect(orders.tags == ["shop", "landing"])
        #expect(
            orders.columns.map(\.normalForm) == [
                "`id` UInt64 `json:$.id`", "`ts` DateTime64(3) `json:$.ts` DEFAULT now64(3)",
                "`customer` LowCardinality(String) `json:$.user.name` DEFAULT ''", "`skus` Array(String) `json:$.items[:].sku` DEFAULT []",
                "`amount` Nullable(Float64) `json:$.amount`", "`raw` String `json:$` CODEC(ZSTD(3))",
            ])
        #expect(
            orders.engine.clause()
                == "ENGINE = MergeTree() PARTITION BY (toYYYYMM(ts)) ORDER BY (customer, ts) TTL toDateTime(ts) + toIntervalDay(365)")
        #expect(orders.indexes.map(\.declaration) == ["INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 4"])
        #expect(orders.column("amount")?.location.description == "datasources/orders.datasource:13:5")
    }

    @Test func `The endpoint is its last node`() throws {
        let pipe = try #require(self.project.pipes.first { $0.name == "orders_per_day" })
        #expect(pipe.kind == .endpoint)
        #expect(pipe.nodes.map(\.name) == ["filtered", "endpoint"])
        #expect(pipe.nodes[0].sql.hasPrefix("%\n    SELECT * FROM orders\n"))
        #expect(pipe.publishedNode?.description == "Orders per day")
        #expect(pipe.publishedNode?.sql.hasSuffix("\nFROM filtered GROUP BY day ORDER BY day") == true)
        #expect(pipe.publishedNode?.location.line == 14)
    }

    @Test func `Views and copies know their targets`() {
        #expect(self.project.pipes.map(\.kind) == [.materialized, .endpoint, .copy])
        #expect(self.project.pipes.compactMap(\.resultNode?.targetDataSource) == ["orders_daily", "orders_snapshot"])
    }
}
