// Part of Martlet. Apache License 2.0; see LICENSE.

/// `Array(value, item = 'String', default)`: a parameter's list, each item tested (templates specification, 8).
enum ArrayFunction {
    static let function = TemplateFunction(
        "Array", "value", "item", "default", "defined", "required", "description", "enum", "example", "format", required: 1
    ) { arguments, state throws(TemplateError) in
        let type = arguments["item"].textContent ?? "String"
        guard let value = try TypeFunctions.value(arguments, placeholder: Self.placeholder(type)) else { return .none }
        let items = try Self.items(of: value, type: type, state: &state)
        var texts: [String] = []
        for item in items { texts.append(try item.sqlText(of: "an item of Array")) }
        return .verbatim("[\(texts.joined(separator: ","))]")
    }

    /// The items of a text divided by commas, which are not trimmed, or of a list, converted to a type.
    static func items(of value: TemplateValue, type: String, state: inout RenderState) throws(TemplateError) -> [TemplateValue] {
        let sent: [TemplateValue]
        if let text = value.textContent {
            sent = text.split(scalar: ",").map { .text($0) }
        } else if case .list(let items) = value {
            sent = items
        } else {
            throw TemplateError(.invalidValue, "transform type function Array is not well defined")
        }
        try state.charge(sent.count)
        var items: [TemplateValue] = []
        for (index, item) in sent.enumerated() {
            guard let converted = Self.item(item, type: type) else {
                let text = item.description.isEmpty ? "empty string" : item.description.excerpt
                throw TemplateError(
                    .invalidValue, "Error validating [\(value.description.excerpt)][\(index)] (\(text)) to type \(type)")
            }
            items.append(converted)
        }
        return items
    }

    private static func item(_ item: TemplateValue, type: String) -> TemplateValue? {
        switch type {
        case "Boolean": TemplateValue(TypeFunctions.flag(item) ? 1 : 0)
        case "Symbol", "Column": item.textContent.map { .symbol(SQLText.identifier($0)) }
        default:
            // A type without a test takes any item as it is.
            if let type = ParameterType.named[type] { item == .none ? nil : type.value(of: item) } else { item }
        }
    }

    /// Two items for types whose values show in SQL, so that a check sees a list.
    private static func placeholder(_ type: String) -> TemplateValue {
        switch type {
        case "String": .list([.text("")])
        case "Boolean": .list([TemplateValue(0), TemplateValue(0)])
        default: .list(ParameterType.named[type].map { [$0.placeholder, $0.placeholder] } ?? [.text("")])
        }
    }
}
