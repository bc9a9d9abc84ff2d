// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// What a query may cost before it runs.
enum SQLLimits {
    /// Inlined pipes make long queries; this is four times the engine's own default.
    static let maximumText = ByteCount.mebibytes(1)
    /// Brackets within brackets, a sub-query counting twice. A level takes up to 10 kB of stack where nothing is optimised, so all of
    /// them stay well within the 8 MB of a thread.
    static let maximumDepth = 200
    /// Names that one WITH may define, because every select after a UNION gets a copy of them.
    static let maximumNamesPerWith = 200
    /// Times that a word read as INTERVAL or CASE may turn out to be a column, each costing a second reading.
    static let maximumSecondReadings = 100
}
