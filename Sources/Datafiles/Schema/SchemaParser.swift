// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore

/// Reads a SCHEMA: `name [type] [path] [DEFAULT expression] [CODEC(…)]`, columns separated by commas.
///
/// After a mistake it goes on with the next column, so that all mistakes of a schema are found at once.
struct SchemaParser {
    private let places: SourcePlaces
    private var scanner: TextScanner
    private(set) var columns: [ColumnDefinition] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The line of each column's declaration.
    private var lines: [String: Int] = [:]

    /// Names the quarantine table needs for itself.
    private static let reservedNames: Set<String> = ["c__error_column", "c__error", "c__import_id"]

    init(_ source: SourceText) {
        self.places = SourcePlaces(source)
        self.scanner = TextScanner(SchemaComments.blanked(source.text))
        self.scanner.skipBlanks()
        while !self.scanner.isAtEnd, self.diagnostics.count < DatafileLimits.findingCount {
            guard self.columns.count < DatafileLimits.columnCount else {
                self.report(
                    "SCHEMA has more than \(DatafileLimits.columnCount) columns", at: self.places.location(self.scanner.position))
                break
            }
            do {
                self.add(try self.column(ColumnParser.parse(&self.scanner)))
            } catch {
                self.report(error.message, at: self.places.location(error.offset), hint: error.hint)
                self.skipColumn()
            }
            _ = self.scanner.takePastBlanks(",")
            self.scanner.skipBlanks()
        }
    }

    private mutating func column(_ draft: ColumnDraft) throws(SchemaError) -> ColumnDefinition {
        let place = self.places.location(draft.offset)
        let (type, origin) = try self.type(of: draft)
        if let offset = draft.materialized {
            let hint = draft.path == nil ? "Write DEFAULT" : "Write DEFAULT if events may bring a value; its path is ignored"
            self.warn("MATERIALIZED columns are of Classic: every row gets the value of the expression", at: offset, hint: hint)
        }
        if draft.hasSeveralPaths, let path = draft.path {
            self.warn("Column '\(draft.name)' has several paths", at: path.offset, hint: "The last one counts: leave out the others")
        }
        return ColumnDefinition(
            name: draft.name, type: type, typeOrigin: origin, jsonPath: try draft.parsedPath(), defaultExpression: draft.default,
            isMaterialized: draft.materialized != nil, codec: draft.codec, location: place)
    }

    /// The declared type, or that of the default.
    private mutating func type(of draft: ColumnDraft) throws(SchemaError) -> (DataType, ColumnDefinition.TypeOrigin) {
        if let type = try draft.parsedType() { return (type, .declared) }
        guard let expression = draft.default else {
            throw SchemaError("Column name and either type or DEFAULT are required", at: draft.offset)
        }
        if let type = DefaultType.of(expression) { return (type, .inferred) }
        self.warn(
            "The type of column '\(draft.name)' cannot be told from its DEFAULT", at: draft.offset,
            hint: "Write the type after the name; without it the column takes values of any type")
        return (.dynamic(maximumTypes: 32), .open)
    }

    private mutating func add(_ column: ColumnDefinition) {
        if Self.reservedNames.contains(column.name) {
            self.report("Column name '\(column.name)' is reserved for the quarantine", at: column.location, hint: "Choose another name")
        }
        if let line = self.lines.updateValue(column.location.line, forKey: column.name) {
            self.report("Column '\(column.name)' is defined twice", at: column.location, hint: "It is already in line \(line)")
        }
        self.columns.append(column)
    }

    /// Goes to the comma that ends a column which could not be read.
    private mutating func skipColumn() {
        var depth = 0
        while let next = self.scanner.next {
            switch next {
            case "(", "[": depth += 1
            case ")", "]": depth = max(depth - 1, 0)
            case "," where depth == 0: return
            default: break
            }
            self.scanner.position += 1
        }
    }

    private mutating func warn(_ message: String, at offset: Int, hint: String) {
        self.diagnostics.append(Diagnostic(.warning, message, at: self.places.location(offset), hint: hint))
    }

    private mutating func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(.error, message, at: location, hint: hint))
    }
}
