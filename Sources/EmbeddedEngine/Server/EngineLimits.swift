// Part of Martlet. Apache License 2.0; see LICENSE.

/// Bounds on what the child takes in and holds.
enum EngineLimits {
    /// The longest statement without its data; ClickHouse's own default, `max_query_size`, is a quarter of it.
    static let statementBytes = 1 << 20
    /// The most data one insert may bring; it waits in memory until it is written.
    static let insertBytes = 2 << 30
    /// The longest URL, and the longest header field: a statement may travel in either.
    static let headerBytes = 2 << 20
    /// The pieces a result is read and sent in.
    static let chunkBytes = 256 << 10
    /// How often running results are measured. In between they may grow past their limit by what the engine formats in this time.
    static let resultCheckInterval = Duration.milliseconds(100)
    /// How long running statements may go on once the child is told to stop.
    static let shutdownPatience = Duration.seconds(5)
    /// After this a child that is told to stop ends, whatever it is doing.
    static let shutdownSeconds: UInt32 = 20
    /// The largest file of a deduplication log that is read at the start. The engine begins a new one after twice the window:
    /// with the program's own window it is a hundredth of this.
    static let deduplicationLogBytes = 256 << 20
    /// How many findings of one table the log has in full. A killed engine leaves one.
    static let reportedFindings = 20
}
