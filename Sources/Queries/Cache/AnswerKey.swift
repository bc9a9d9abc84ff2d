// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Templates
internal import Workspaces

/// All that an endpoint's answer follows from, but for the rows of its tables.
struct AnswerKey: Hashable, Sendable {
    private let workspace: WorkspaceID
    private let deployment: Int
    private let secretsRevision: Int
    private let pipe: String
    private let format: OutputFormat
    private let settings: OutputSettings
    private let arguments: TemplateArguments
    private let query: String?
    private let clock: StoppedClock?
    /// The scopes that decide which rows, and beside the endpoint which tables, the caller sees; none for those who see all.
    private let scopes: [TokenScope]

    init(
        _ call: EndpointCall, pipe: String, clock: StoppedClock?, in snapshot: WorkspaceSnapshot, secrets: WorkspaceSecrets,
        grant: AccessGrant
    ) {
        self.workspace = snapshot.workspace.id
        self.deployment = snapshot.deployment
        self.secretsRevision = secrets.revision
        self.pipe = pipe
        self.format = call.format
        self.settings = call.settings
        self.arguments = call.arguments.overridden(by: grant.fixedParameters(of: pipe))
        self.query = call.query
        self.clock = clock
        self.scopes = grant.mayReadEverything ? [] : grant.token.scopes.filter { call.query != nil || $0.kind == .readDataSource }
    }
}
