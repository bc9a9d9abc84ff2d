// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the ingest room.
package enum IngestLimits {
    /// Bytes of one request's body, after decompression (http-api contract, 21).
    package static let bodySize = ByteCount.mebibytes(10)
    /// Requests that may wait while a deployment changes the tables they write to.
    package static let waitingRequests = 1_000
    /// Compiled row plans kept in memory.
    package static let compiledPlans = 10_000
}
