// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates
internal import Workspaces

extension RenderContext {
    /// A run that begins now, in UTC.
    package static func now() -> RenderContext { RenderContext(jobTimestamp: String(Timestamp.now().text.prefix(19))) }

    /// The context of checks, which see no request: the time is the placeholder that other dates have (templates contract, 13).
    /// Secrets are taken for granted.
    package static let check = RenderContext(jobTimestamp: "2019-01-01 00:00:00", secretNames: nil)
}
