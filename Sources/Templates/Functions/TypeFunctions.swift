// Part of Martlet. Apache License 2.0; see LICENSE.

/// `String`, `Int32`, `Date` and their like: a parameter's value, tested and rendered as a type
/// (templates specification, 8).
enum TypeFunctions {
    static let functions: [TemplateFunction] = Self.names.map { Self.function($0) } + [Self.boolean]

    private static let names = [
        "String", "Int", "Integer", "Int8", "Int16", "Int32", "Int64", "Int128", "Int256", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128",
        "UInt256", "Float32", "Float64", "Date", "DateTime", "DateTime64",
    ]

    private static func function(_ name: String) -> TemplateFunction {
        guard let type = ParameterType.named[name] else { preconditionFailure("\(name) is listed, so it is a type") }
        return TemplateFunction(
            name, "value", "default", "defined", "required", "description", "enum", "example", "format", required: 1
        ) { arguments, state throws(TemplateError) in
            guard let value = try Self.value(arguments, placeholder: type.placeholder) else { return .none }
            try state.charge(text: value.textContent ?? "")
            guard let converted = type.value(of: value) else {
                // `Int` and `Integer` are tested as `Int32` and say so.
                throw Self.invalid(value, type: name == "Int" || name == "Integer" ? "Int32" : name)
            }
            switch converted {
            case .integer(let number) where name != "Int" && name != "Integer": return .typedInteger(number, type: name)
            case .float(let number): return .typedFloat(number, type: name)
            default: return converted
            }
        }
    }

    /// The value a type function works on: what was sent, else the default; nil if there is none and need not be.
    static func value(_ arguments: BoundArguments, placeholder: TemplateValue) throws(TemplateError) -> TemplateValue? {
        let defaultValue = arguments["default"]
        switch arguments["value"] {
        case .placeholder:
            return defaultValue.isTruthy && !defaultValue.isPlaceholder ? defaultValue : placeholder
        case .none:
            if case .none = defaultValue {
                guard arguments.has("defined"), !arguments["defined"].isTruthy else { throw Self.missing }
                return nil
            }
            return defaultValue
        case let value:
            return value
        }
    }

    /// A rendering completes the text with the names it misses.
    static let missing = TemplateError(.missingParameter, "Required parameter is not defined")

    private static func invalid(_ value: TemplateValue, type: String) -> TemplateError {
        TemplateError(.invalidValue, "Error validating '\(value.description.excerpt)' to type \(type)")
    }

    // MARK: Boolean

    /// Never fails: what is neither missing, empty, zero nor `false` is true.
    private static let boolean = TemplateFunction(
        "Boolean", "value", "default", "defined", "required", "description", "enum", "example", "format", required: 1
    ) { arguments, _ throws(TemplateError) in
        let value = arguments["value"]
        let isSent = value != .none && !value.isPlaceholder
        return TemplateValue(Self.flag(isSent ? value : arguments["default"]) ? 1 : 0)
    }

    static func flag(_ value: TemplateValue) -> Bool {
        if let text = value.textContent { return !["", "0", "false"].contains(text.lowercased()) }
        return value.isTruthy && !value.isPlaceholder
    }
}
