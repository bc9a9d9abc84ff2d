// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of what operators are told.
package struct AlertLimits: Sendable {
    /// How much time there is at least between two alerts about a data source.
    package var interval = Duration.seconds(300)
    /// How long rows gather before the first one: many requests often have the same mistake.
    package var gathering = Duration.seconds(1)
    /// How often an alert is sent at most: with the pauses, to a receiver that is away for a minute.
    var attempts = 8
    /// The pauses between attempts grow from one to the other.
    var pauses = (first: Duration.milliseconds(500), longest: Duration.seconds(30))
    /// How long a receiver may take to answer.
    var timeout = Duration.seconds(10)
    /// The newest rows whose reasons are told.
    static let rows = 10_000
    /// The part of a reason that is told: the engine's own may be long.
    static let reasonCharacters = 300

    package init() {}
}
