// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CADBC
internal import ClickHouse

/// One session of the engine. Its owner, the pool, lends it to one thread at a time.
@safe
final class EngineConnection: @unchecked Sendable {
    private let database: EngineDatabase
    private let handle: UnsafeMutablePointer<AdbcConnection>
    /// What unqualified table names belong to.
    private(set) var currentDatabase = EngineConnection.initialDatabase
    private static let initialDatabase = "default"
    /// The settings that the session was told to keep, as `SET` takes them; nil while it was told none.
    private(set) var keptSettings: [UInt8]?

    init(_ database: EngineDatabase) throws(EngineException) {
        self.database = database
        unsafe self.handle = .allocate(capacity: 1)
        unsafe self.handle.initialize(to: AdbcConnection())
        try self.open()
    }

    deinit {
        self.close()
        unsafe self.handle.deallocate()
    }

    /// Makes `name` the database of unqualified table names; costs nothing when it already is.
    func use(database name: String) throws(EngineException) {
        guard name != self.currentDatabase else { return }
        try self.execute(Array("USE \(SQLText.identifier(name))".utf8))
        self.currentDatabase = name
    }

    /// Gives the session these settings and no others; costs nothing when it already has them.
    func keep(settings: [UInt8]?) throws(EngineException) {
        guard settings != self.keptSettings else { return }
        if self.keptSettings != nil { try self.reset() }
        guard let settings else { return }
        // Some of them may hold even if another is refused.
        self.keptSettings = []
        try self.set(settings)
        self.keptSettings = settings
    }

    /// Changes settings of the session.
    func set(_ assignments: [UInt8]) throws(EngineException) { try self.execute("SET ".utf8 + assignments) }

    /// Runs one statement to its end, and gives back the number of rows it wrote.
    ///
    /// A statement is text without a zero byte, which would end it.
    @discardableResult
    func execute(_ sqlText: [UInt8]) throws(EngineException) -> Int {
        let driver = unsafe self.database.driver
        var statement = unsafe AdbcStatement()
        var error = EngineDriverError()
        try unsafe error.check(driver.pointee.StatementNew?(self.handle, &statement, &error.raw))
        defer { _ = unsafe driver.pointee.StatementRelease?(&statement, &error.raw) }
        let status = unsafe (sqlText + [0]).withUnsafeBufferPointer { text in
            unsafe text.withMemoryRebound(to: CChar.self) {
                unsafe driver.pointee.StatementSetSqlQuery?(&statement, $0.baseAddress, &error.raw)
            }
        }
        try error.check(status)
        var rowsWritten: Int64 = 0
        try unsafe error.check(driver.pointee.StatementExecuteQuery?(&statement, nil, &rowsWritten, &error.raw))
        return max(0, Int(rowsWritten))
    }

    /// Forgets every setting, parameter and temporary table of the session.
    func reset() throws(EngineException) {
        self.close()
        try self.open()
    }

    private func open() throws(EngineException) {
        let driver = unsafe self.database.driver
        var error = EngineDriverError()
        try unsafe error.check(driver.pointee.ConnectionNew?(self.handle, &error.raw))
        try unsafe error.check(driver.pointee.ConnectionInit?(self.handle, self.database.handle, &error.raw))
        self.currentDatabase = Self.initialDatabase
        self.keptSettings = nil
    }

    /// Ends the session; the connection must not be used any more.
    func close() {
        guard unsafe self.handle.pointee.private_data != nil else { return }
        var error = EngineDriverError()
        _ = unsafe self.database.driver.pointee.ConnectionRelease?(self.handle, &error.raw)
        error.release()
    }
}
