// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Turns a statement of the HTTP protocol into one that the embedded engine runs to the same effect.
enum StatementWriter {
    /// The query with its result written to `path`, in `format`, under `settings`.
    ///
    /// The settings stand behind the format, where they hold for this statement alone; a `SETTINGS` clause of the query
    /// itself comes later in the engine's eyes, and wins.
    static func query(
        _ statement: Statement, clause: Statement.FormatClause?, format: String, to path: String, settings: [String: String]
    ) -> [UInt8] {
        let body = clause.map { statement.text[..<$0.range.lowerBound] } ?? statement.text[...]
        var tail = " INTO OUTFILE \(SQLText.stringLiteral(path)) APPEND FORMAT \(SQLText.identifier(format))"
        tail += " SETTINGS \(SQLText.assignments(settings))"
        if clause?.settingsStart != nil { tail += "," }
        return body.withoutZeroBytes + tail.utf8 + (clause?.settingsStart.map { statement.text[$0...].withoutZeroBytes } ?? [])
    }

    /// The insert with its data read from `path`.
    static func insert(_ statement: Statement, _ insert: Statement.DataInsert, from path: String) -> [UInt8] {
        let source = "\(SQLText.stringLiteral(path)), \(SQLText.stringLiteral(insert.format))"
        guard let input = insert.inputRange else {
            return statement.text[...].withoutZeroBytes + " SELECT * FROM file(\(source))".utf8
        }
        let (before, after) = (statement.text[..<input.lowerBound], statement.text[input.upperBound...])
        return before.withoutZeroBytes + "file(\(source), ".utf8 + after.withoutZeroBytes
    }

    /// A statement that neither reads data nor answers with rows.
    static func command(_ statement: Statement) -> [UInt8] {
        statement.text[...].withoutZeroBytes
    }
}

extension ArraySlice<UInt8> {
    /// A zero byte would end the statement: within a text `\0` means the same, and elsewhere both are errors.
    fileprivate var withoutZeroBytes: [UInt8] {
        guard self.contains(0) else { return Array(self) }
        return self.flatMap { $0 == 0 ? [UInt8(ascii: "\\"), UInt8(ascii: "0")] : [$0] }
    }
}
