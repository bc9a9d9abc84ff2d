// Part of Martlet. Apache License 2.0; see LICENSE.

/// `JSON(value, default)`: a parameter's structured value.
enum JSONFunction {
    static let function = TemplateFunction(
        "JSON", "value", "default", "defined", "required", "description", "enum", "example", "format", required: 1
    ) { arguments, state throws(TemplateError) in
        var value = arguments["value"]
        let defaultValue = arguments["default"]
        switch value {
        case .none: value = defaultValue.textContent == nil ? .text("{}") : defaultValue
        case .placeholder: value = defaultValue.isTruthy ? defaultValue : .text("__no_value__")
        default: break
        }
        guard let text = value.textContent else { return value }
        try state.charge(text.utf8.count / 8)
        var reader = JSONReader(text)
        do throws(JSONReader.Failure) {
            return try reader.value()
        } catch {
            let start = text.unicodeScalars.count > 16 ? "\(String(text.unicodeScalars.prefix(16)))..." : text
            throw TemplateError(.invalidValue, "Error parsing JSON: '\(start)' - \(error.description)")
        }
    }
}
