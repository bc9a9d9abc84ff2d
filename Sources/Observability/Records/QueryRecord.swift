// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// A request that called an endpoint or ran a query, and what became of it.
package struct QueryRecord: ServiceRecord {
    static let table = ServiceTable.requests

    package let workspace: WorkspaceID
    package let pipe: NamedResource
    package let token: NamedResource
    package let request: RequestFacts
    package let start: Moment
    package let duration: Duration
    package let status: Int
    /// What its caller was told; nil if it went well.
    package let error: String?
    package let figures: QueryFigures

    package init(
        workspace: WorkspaceID, pipe: NamedResource, token: NamedResource, request: RequestFacts, start: Moment, duration: Duration,
        status: Int, error: String?, figures: QueryFigures
    ) {
        self.workspace = workspace
        self.pipe = pipe
        self.token = token
        self.request = request
        self.start = start
        self.duration = duration
        self.status = status
        self.error = error
        self.figures = figures
    }

    /// What the service data sources call all ad-hoc queries.
    package static let queryAPI = NamedResource(id: "query_api", name: "query_api")

    var byteCount: Int { self.request.byteCount + (self.error?.utf8.count ?? 0) }

    func write(to row: inout RowWriter) {
        row.number(self.start.seconds)
        row.text(self.pipe.id)
        row.text(self.pipe.name)
        row.text(self.token.id)
        row.text(self.token.name)
        row.number(Float(self.duration / .seconds(1)))
        row.count(self.figures.readBytes)
        row.count(self.figures.readRows)
        row.number(Float(0))
        row.count(self.figures.resultRows)
        row.text(optional: self.request.url.clipped)
        row.number(UInt8(self.error == nil ? 0 : 1))
        row.text(optional: self.error?.clipped)
        row.number(Int32(self.status))
        row.text(self.request.id)
        row.map(self.request.parameters)
        row.text(self.request.method)
        row.text("")
        row.text(optional: self.request.userAgent?.clipped)
        row.text(optional: self.request.clientIP)
        row.texts([])
        row.count(self.figures.memory)
        row.text("")
    }
}

/// What a query has cost, as far as the engine told.
package struct QueryFigures: Sendable, Hashable {
    package var readRows = 0
    package var readBytes = 0
    package var resultRows = 0
    package var memory = 0

    package init() {}
}

/// A request by what it was sent with. Nothing of it opens anything: no token, no secret.
package struct RequestFacts: Sendable, Hashable {
    package let id: String
    package let method: String
    package let url: String
    package let parameters: [String: String]
    package let userAgent: String?
    package let clientIP: String?

    package init(id: String, method: String, url: String, parameters: [String: String], userAgent: String?, clientIP: String?) {
        self.id = id
        self.method = method
        self.url = url
        self.parameters = parameters
        self.userAgent = userAgent
        self.clientIP = clientIP
    }

    var byteCount: Int {
        self.parameters.reduce(self.url.utf8.count + (self.userAgent?.utf8.count ?? 0)) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    }
}
