// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// A mistake in a schema, before it is known where in the file that is.
struct SchemaError: Error {
    let message: String
    /// In scalars from the start of the schema's text.
    let offset: Int
    let hint: String?

    init(_ message: String, at offset: Int, hint: String? = nil) {
        self.message = message
        self.offset = offset
        self.hint = hint
    }
}

/// A column while its parts are being read.
struct ColumnDraft {
    /// Where it begins, in scalars from the start of the schema's text.
    let offset: Int
    var name = ""
    var type: (text: String, offset: Int)?
    var path: (text: String, offset: Int)?
    var hasSeveralPaths = false
    var `default`: String?
    /// Where MATERIALIZED stands, if the default came by that word.
    var materialized: Int?
    var codec: String?
    /// The part read last.
    var last = SchemaKeyword.type

    init(offset: Int) {
        self.offset = offset
    }

    /// Whether `part` may come now: every part once, a type before default and codec, a codec after the default.
    func accepts(_ part: SchemaKeyword) -> Bool {
        switch part {
        case .type: self.type == nil && self.default == nil && self.codec == nil
        // Of several paths the last counts.
        case .path: true
        case .default, .materialized: self.default == nil && self.codec == nil
        case .codec: self.codec == nil
        case .alias, .ttl, .null, .notNull: true
        }
    }

    func parsedPath() throws(SchemaError) -> JSONPath? {
        guard let path = self.path, !path.text.isEmpty else { return nil }
        do {
            return try JSONPath(parsing: path.text)
        } catch {
            throw SchemaError(error.message, at: path.offset)
        }
    }

    func parsedType() throws(SchemaError) -> DataType? {
        guard let type = self.type else { return nil }
        do {
            return try DataType(parsing: Self.movingNullableInside(type.text))
        } catch {
            throw SchemaError(error.message, at: type.offset + error.offset, hint: error.hint)
        }
    }

    /// `Nullable(SimpleAggregateFunction(f, T))` is meant as `SimpleAggregateFunction(f, Nullable(T))`, the form the engine has.
    private static func movingNullableInside(_ text: String) -> String {
        let prefix = "Nullable(SimpleAggregateFunction("
        guard text.hasPrefix(prefix), text.hasSuffix("))"), let comma = text.firstIndex(of: ",") else { return text }
        let function = text.dropFirst(prefix.count).prefix { $0 != "," }
        let argument = text[text.index(after: comma)...].dropLast(2).trimmingBlanks()
        guard !argument.hasPrefix("Nullable(") else { return text }
        return "SimpleAggregateFunction(\(function), Nullable(\(argument)))"
    }
}
