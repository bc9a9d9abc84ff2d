// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// A request for an endpoint's answer now, and again whenever it is another.
package struct LiveRequest: Sendable {
    private(set) var call: EndpointCall
    let workspace: WorkspaceID
    /// What the caller may do at the moment; throws once his token opens nothing.
    let grant: @Sendable () throws -> AccessGrant
    /// The id of the answer that the client has already.
    let lastEventID: String?
    /// Ends the connection of a client that takes nothing.
    let disconnect: @Sendable () -> Void

    package init(
        _ call: EndpointCall, in workspace: WorkspaceID, lastEventID: String?, grant: @escaping @Sendable () throws -> AccessGrant,
        disconnect: @escaping @Sendable () -> Void
    ) {
        self.call = call
        // Browsers refuse them for every stream; the answers of a live endpoint are never older than its tables.
        self.call.refusesKeptAnswers = false
        self.workspace = workspace
        self.lastEventID = lastEventID
        self.grant = grant
        self.disconnect = disconnect
    }
}

/// A subscriber's place, which is given up when nobody holds it any more.
package final class LiveSubscription: Sendable {
    private let inbox: LiveInbox
    private let leave: @Sendable () -> Void

    init(inbox: LiveInbox, leave: @escaping @Sendable () -> Void) {
        self.inbox = inbox
        self.leave = leave
    }

    deinit { self.leave() }

    /// The next event, as soon as there is one; nil at the end of the stream.
    package func next() async -> LiveEvent? { await self.inbox.next() }

    /// Ends the stream: the client has gone.
    package func end() {
        self.leave()
        self.inbox.end()
    }
}
