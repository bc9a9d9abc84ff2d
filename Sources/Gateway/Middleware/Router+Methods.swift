// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird

extension Router<GatewayContext> {
    /// Answers the methods that a path does not have with 405 and those that it has (RFC 9110, section 15.5.6).
    ///
    /// To be called when all routes are there: what has no route at all stays a 404.
    func refuseOtherMethods() {
        let methodsByPath = Dictionary(grouping: self.routes, by: { $0.path.description }).mapValues { $0.map(\.method) }
        for (path, methods) in methodsByPath {
            let served = methods + (methods.contains(.get) && !methods.contains(.head) ? [.head] : []) + [.options]
            let allowed = served.map(\.rawValue).sorted().joined(separator: ", ")
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] where !served.contains(method) {
                self.on(RouterPath(path), method: method) { _, _ in
                    var response = errorResponse(
                        status: .methodNotAllowed, message: "\(method.rawValue) is not possible here, use one of: \(allowed)")
                    response.headers[.allow] = allowed
                    return response
                }
            }
        }
    }
}
