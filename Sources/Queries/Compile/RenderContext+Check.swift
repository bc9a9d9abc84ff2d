// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

extension RenderContext {
    /// The context of checks, which see no request: the time is the placeholder that other dates have (templates contract, 13).
    package static let check = RenderContext(jobTimestamp: "2019-01-01 00:00:00")
}
