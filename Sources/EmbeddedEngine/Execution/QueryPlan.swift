// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// What a connection is told to do for one request.
struct QueryPlan: Sendable, Equatable {
    /// What unqualified table names belong to.
    var database: String
    /// Settings and parameters for the session; one that was told any is not used again.
    var session: [UInt8]?
    /// The statement as the engine gets it.
    var statement: [UInt8]
    /// The statement without our additions, to be run when they make the engine's parser stumble:
    /// its complaint is then about what the caller wrote.
    var unchanged: [UInt8]?
    /// Whether the session is another one afterwards.
    var changesSession = false
    /// Whether the engine's log states what was read.
    var isLogged = false

    /// How the statement of a request is run.
    ///
    /// A query carries its settings with it, behind its format, where they end with it. All else gets them by `SET`, on a
    /// connection that is made anew afterwards; so do parameters, which have no other way in.
    init(
        of statement: Statement, request: QueryRequest, format: OutputFormat, run: QueryRun, dataPath: String?
    ) {
        self.database = request.database
        var settings = request.settings
        settings["log_comment"] = "\(run.id):\(settings["log_comment"] ?? "")"

        switch statement.kind {
        case .query(let clause):
            self.isLogged = !format.statesStatistics && settings["log_queries"] == nil
            if self.isLogged { settings["log_queries"] = "1" }
            self.statement = StatementWriter.query(
                statement, clause: clause, format: format.name, to: run.result?.path ?? "", settings: settings)
            self.unchanged = StatementWriter.command(statement)
            settings = [:]
        case .dataInsert(let insert):
            self.statement = StatementWriter.insert(statement, insert, from: dataPath ?? "")
        case .insertSelect:
            self.isLogged = settings["log_queries"] == nil
            if self.isLogged { settings["log_queries"] = "1" }
            self.statement = StatementWriter.command(statement)
        case .command:
            self.statement = StatementWriter.command(statement)
        case .sessionCommand:
            self.statement = StatementWriter.command(statement)
            self.changesSession = true
        }
        for (name, value) in request.parameters { settings["param_\(name)"] = value }
        if !settings.isEmpty { self.session = Array("SET \(SQLText.assignments(settings))".utf8) }
    }
}
