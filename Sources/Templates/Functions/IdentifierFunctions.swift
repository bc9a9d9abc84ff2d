// Part of Martlet. Apache License 2.0; see LICENSE.

/// `column`, `columns`, `symbol` and `table`: names that a request chooses (templates specification, 9).
enum IdentifierFunctions {
    static let functions = [Self.column, Self.columns, Self.symbol, Self.table("table"), Self.table("TABLE")]

    private static let column = TemplateFunction("column", "x", "default", required: 1) { arguments, state throws(TemplateError) in
        guard let value = Self.value(arguments) else {
            throw TemplateError(
                .invalidValue, "Missing column() default value, use `column(column_name, 'default_column_name')`",
                documentation: TemplateError.documentationPage + "#column")
        }
        return .symbol(SQLText.path(try Self.name(value, state: &state)))
    }

    private static let columns = TemplateFunction("columns", "x", "default", "fn", required: 1) { arguments, state throws(TemplateError) in
        let documentation = TemplateError.documentationPage + "#columns"
        guard let value = Self.value(arguments) else {
            throw TemplateError(
                .invalidValue, "Missing columns() default value, use `columns(column_names, 'default_column_name')`",
                documentation: documentation)
        }
        guard let text = value.textContent else {
            throw TemplateError(.invalidValue, "The 'columns' function expects a String not an Array", documentation: documentation)
        }
        try state.charge(text: text)
        let names = text.split(scalar: ",").map(\.trimmed)
        guard arguments["fn"].isTruthy else { return .verbatim(names.map(SQLText.path).joined(separator: ",")) }
        // Both would be SQL of the caller's making otherwise.
        guard let function = arguments["fn"].textContent, function.unicodeScalars.allSatisfy(\.isWordPart),
            function.unicodeScalars.first?.isDigit == false
        else {
            throw TemplateError(
                .invalidValue, "The third argument of 'columns' is the name of a function, e.g. 'sum'", documentation: documentation)
        }
        return .verbatim(names.map { "\(function)(\(SQLText.path($0))) as \(SQLText.identifier($0))" }.joined(separator: ","))
    }

    private static let symbol = TemplateFunction("symbol", "x", "quote", required: 1) { arguments, state throws(TemplateError) in
        let quote = arguments.has("quote") ? arguments["quote"].textContent : "`"
        guard let quote, ["`", "\"", ""].contains(quote) else {
            throw TemplateError(.invalidValue, "The second argument of 'symbol' is a back-quote, a double quote or empty")
        }
        let value = arguments["x"]
        if value.isPlaceholder { return .symbol("`placeholder`") }
        if case .none = value { throw TypeFunctions.missing }
        let name = try Self.name(value, state: &state)
        // Without quotes around it nothing but the characters keeps a name a name.
        if quote.isEmpty { try Self.checkPath(name, function: "symbol") }
        return .symbol(SQLText.identifier(name, quote: quote))
    }

    private static func table(_ function: String) -> TemplateFunction {
        TemplateFunction(function, "x", "quote", required: 1) { arguments, state throws(TemplateError) in
            let value = arguments["x"]
            if value.isPlaceholder { return .symbol("placeholder") }
            if case .none = value { throw TypeFunctions.missing }
            let name = try Self.name(value, state: &state)
            try Self.checkPath(name, function: function)
            return .symbol(name)
        }
    }

    /// What was sent, else the default; nil if there is neither.
    private static func value(_ arguments: BoundArguments) -> TemplateValue? {
        for name in ["x", "default"] {
            let value = arguments[name]
            if value != .none, !value.isPlaceholder { return value }
        }
        return nil
    }

    private static func name(_ value: TemplateValue, state: inout RenderState) throws(TemplateError) -> String {
        guard let text = value.textContent else {
            throw TemplateError(.missingAttribute, "a name is text, found a value of kind \(value.kindName)")
        }
        try state.charge(text: text)
        return text
    }

    /// Names that stand without quotes: `name` or `name.name`, of letters, digits and `_`.
    private static func checkPath(_ name: String, function: String) throws(TemplateError) {
        let parts = name.split(scalar: ".")
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(\.isWordPart) }) else {
            throw TemplateError(
                .invalidValue,
                "'\(name.excerpt)' is not a name \(function)() takes: use letters, digits and _, optionally after a workspace and a dot")
        }
    }
}
