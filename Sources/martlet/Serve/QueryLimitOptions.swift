// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletCore
internal import Queries

/// The options of `serve` that bound queries; environment variables and defaults stand in for those that are not given.
struct QueryLimitOptions: ParsableArguments {
    @Option(help: "Queries that run at a time. (default: 8, with --clickhouse-url 64)")
    var concurrentQueries: Int?

    @Option(help: "The same of each workspace. (default: as many as run at all)")
    var concurrentQueriesPerWorkspace: Int?

    @Option(help: "The same of each token. (default: as many as run at all)")
    var concurrentQueriesPerToken: Int?

    @Option(help: "Queries that wait for their turn; more are refused with 429. (default: 1024)")
    var waitingQueries: Int?

    @Option(help: "Seconds a query may run. (default: 10)")
    var queryTimeout: Int?

    @Option(help: "Mebibytes of memory that the engine may use for one query. (default: 4096)")
    var queryMemory: Int?

    /// What is decided with the help of `environment`; `isCluster` says whether the engine is a ClickHouse server.
    func options(environment: [String: String], isCluster: Bool) throws -> QueryOptions {
        let number = { (option: Int?, name: String, most: Int) -> Int? in
            let text = environment["MARTLET_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
            guard let text = option.map(String.init) ?? text else { return nil }
            guard let number = Int(text), (1...most).contains(number) else {
                throw ValidationError("MARTLET_\(name) \(text) is not possible: use 1 to \(most)")
            }
            return number
        }
        var options = QueryOptions()
        let running = isCluster ? QueryLimits.runningQueriesOfCluster : QueryLimits.runningQueries
        options.admission.running = try number(self.concurrentQueries, "CONCURRENT_QUERIES", 10_000) ?? running
        options.admission.runningPerWorkspace = try number(
            self.concurrentQueriesPerWorkspace, "CONCURRENT_QUERIES_PER_WORKSPACE", 10_000)
        options.admission.runningPerToken = try number(self.concurrentQueriesPerToken, "CONCURRENT_QUERIES_PER_TOKEN", 10_000)
        if let waiting = try number(self.waitingQueries, "WAITING_QUERIES", 100_000) { options.admission.setWaiting(waiting) }
        options.executionSeconds = try number(self.queryTimeout, "QUERY_TIMEOUT", 600) ?? options.executionSeconds
        options.memory = try number(self.queryMemory, "QUERY_MEMORY", 1 << 30).map { .mebibytes($0) } ?? options.memory
        return options
    }
}
