// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// What a connection is told to do for one request.
struct QueryPlan: Sendable, Equatable {
    /// What unqualified table names belong to.
    var database: String
    /// Settings of the session, which keeps them for the next statement with the same ones.
    var settings: [UInt8]?
    /// Settings and parameters that hold for this statement alone; a session that was told any is not used again.
    var passingSettings: [UInt8]?
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
    /// A query finds its settings in the session and carries with it, behind its format, only what no other query has: to apply
    /// `compatibility` anew costs the engine more than a small query does. All else gets its settings by `SET`, on a connection that
    /// is made anew afterwards; so do parameters, which have no other way in.
    init(
        of statement: Statement, request: QueryRequest, format: OutputFormat, run: QueryRun, dataPath: String?
    ) {
        self.database = request.database
        var settings = request.settings
        var own = ["log_comment": "\(run.id):\(settings.removeValue(forKey: "log_comment") ?? "")"]
        own["log_queries"] = settings.removeValue(forKey: "log_queries")
        var passing = request.parameters.reduce(into: [:]) { $0["param_\($1.key)"] = $1.value }

        switch statement.kind {
        case .query(let clause):
            self.isLogged = !format.statesStatistics && own["log_queries"] == nil
            if self.isLogged { own["log_queries"] = "1" }
            self.statement = StatementWriter.query(
                statement, clause: clause, format: format.name, to: run.result?.path ?? "", settings: own)
            self.unchanged = StatementWriter.command(statement)
            if !settings.isEmpty { self.settings = Array(SQLText.assignments(settings).utf8) }
            own = [:]
            settings = [:]
        case .dataInsert(let insert):
            self.statement = StatementWriter.insert(statement, insert, from: dataPath ?? "")
        case .insertSelect:
            self.isLogged = own["log_queries"] == nil
            if self.isLogged { own["log_queries"] = "1" }
            self.statement = StatementWriter.command(statement)
        case .command:
            self.statement = StatementWriter.command(statement)
        case .sessionCommand:
            self.statement = StatementWriter.command(statement)
            self.changesSession = true
        }
        passing.merge(settings) { $1 }
        passing.merge(own) { $1 }
        if !passing.isEmpty { self.passingSettings = Array(SQLText.assignments(passing).utf8) }
    }
}
