// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the gateway.
package enum GatewayLimits {
    /// Bytes of a form or JSON body that carries parameters.
    package static let formSize = ByteCount.mebibytes(1)
    /// Bytes of a project upload: its files and what multipart adds.
    package static let uploadSize = ByteCount.mebibytes(65)
    /// Bytes of a file that is imported, before and after decompression (http-api contract, 21).
    package static let fileSize = ByteCount.gibibytes(10)
    /// Bytes of a file in a form: forms are read whole.
    package static let formFileSize = ByteCount.mebibytes(64)
    /// Parts of one upload.
    package static let uploadParts = 10_100
    /// Bytes of all bodies at a time. What is made of a body takes about as much again until its request is answered.
    static let bodiesSize = ByteCount.mebibytes(128)
    /// Connections at a time. More of them wait, unanswered, until others close, which idle and slow ones do.
    package static let connections = 8_192
    /// Connections that the system holds for us while we accept none; it takes fewer where it is configured so.
    static let waitingConnections = 4_096
    /// Buckets of rate limits in memory before the full ones are forgotten.
    static let rateBuckets = 100_000
    /// How long who asked for a replay is kept waiting; it goes on, and the next call tells how far it is.
    static let waitForReplay = Duration.seconds(30)
    /// The shortest answer that is compressed: a shorter one is a single packet anyway.
    static let compressedAnswerBytes = 1 << 10
    /// The largest piece of an answer that is compressed on the event loop: about a tenth of a millisecond.
    static let loopCompressionBytes = 16 << 10
    /// Parameters of one request.
    package static let parameters = 1_000
    /// Parameters of a request that the service data sources keep, and how much of each.
    static let recordedParameters = 64
    static let recordedTextBytes = 8 << 10
    /// The longest `Idempotency-Key`: room for a UUID, a hash, or a path with an offset.
    static let idempotencyKeyBytes = 512
    /// How long a login that was confirmed waits for the program that asked for it; a person has just gone back to it.
    static let confirmedLoginTime = Duration.seconds(300)
    /// Confirmed logins that wait at a time: people confirm them one by one.
    static let confirmedLogins = 100
    /// Pipes whose columns one request asks the engine for at a time.
    static let describedPipes = 8
}
