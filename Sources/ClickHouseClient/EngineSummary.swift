// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// What a statement cost, as ClickHouse tells it in `X-ClickHouse-Summary`.
package struct EngineSummary: Sendable, Hashable {
    package var readRows = 0
    package var readBytes = 0
    package var writtenRows = 0
    package var elapsed: Duration = .zero

    package init() {}

    /// Reads the header's JSON, whose numbers are texts. An unreadable header counts as nothing read.
    init(header: String) {
        let numbers = (try? JSONDecoder().decode([String: String].self, from: Data(header.utf8))) ?? [:]
        self.readRows = numbers["read_rows"].flatMap(Int.init) ?? 0
        self.readBytes = numbers["read_bytes"].flatMap(Int.init) ?? 0
        self.writtenRows = numbers["written_rows"].flatMap(Int.init) ?? 0
        self.elapsed = .nanoseconds(numbers["elapsed_ns"].flatMap(Int64.init) ?? 0)
    }
}
