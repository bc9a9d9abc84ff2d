// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
internal import FoundationEssentials
package import Templates
internal import Workspaces

extension RenderContext {
    /// A run that begins now, in UTC.
    package static func now() -> RenderContext { RenderContext(jobTimestamp: String(Timestamp.now().text.prefix(19))) }

    /// A run at a moment that a clock was stopped at; without one, now.
    package static func at(_ clock: StoppedClock?) -> RenderContext {
        guard let clock else { return .now() }
        return RenderContext(jobTimestamp: String(Timestamp(Date(timeIntervalSince1970: Double(clock.seconds))).text.prefix(19)))
    }

    /// The context of checks, which see no request: the time is the placeholder that other dates have (templates contract, 13).
    /// Secrets are taken for granted.
    package static let check = RenderContext(jobTimestamp: "2019-01-01 00:00:00", secretNames: nil)
}
