// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the record of what happens.
package struct ServiceLogLimits: Sendable {
    /// Records that wait to be written: more than a server of two cores answers in two seconds.
    package var records = 50_000
    /// What callers may make them hold.
    package var size = ByteCount.mebibytes(64)
    /// Data sources and seconds whose requests with events are added up.
    package var appends = 20_000
    /// How long records gather. Readers see what is older.
    package var interval = Duration.seconds(1)
    /// How often the sizes of data sources are noted, in milliseconds; sooner, but not more often than each minute, when something happens.
    package var storageInterval: Int64 = 3_600_000
    package var busyStorageInterval: Int64 = 60_000

    /// The part that is kept of a URL, a parameter, an error.
    static let textBytes = 8 << 10
    /// Addresses and tokens that are told apart in the counts of one second.
    static let callers = 100
    /// How long the last records are given when the server stops.
    static let patience = Duration.seconds(5)

    package init() {}
}
