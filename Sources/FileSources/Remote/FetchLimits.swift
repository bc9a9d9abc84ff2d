// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of taking a file from a URL.
package struct FetchLimits: Sendable {
    /// Bytes of a file, before and after decompression (http-api contract, 21).
    package var fileSize = 10 << 30
    /// Redirects that are followed.
    package var redirects = 5
    /// Attempts to get an answer, for as long as nothing of the file was taken.
    package var attempts = 3
    /// The pause before the second attempt; it doubles.
    package var pause = Duration.milliseconds(500)
    /// How long a connection may take.
    package var connect = Duration.seconds(10)
    /// How long the other side may be silent.
    package var silence = Duration.seconds(60)
    /// How long all of it may take: 10 GiB at half a megabyte a second.
    package var total = Duration.seconds(6 * 3_600)

    package init() {}
}
