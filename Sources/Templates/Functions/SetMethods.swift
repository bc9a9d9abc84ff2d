// Part of Martlet. Apache License 2.0; see LICENSE.

/// The methods of sets.
enum SetMethods {
    static let methods: [TemplateMethod] = [
        TemplateMethod("add", "item", required: 1) { value, arguments, state throws(TemplateError) in
            try Self.change(&value, arguments["item"], state: &state) { items, position, item in
                if position == nil { items.append(item) }
            }
        },
        TemplateMethod("discard", "item", required: 1) { value, arguments, state throws(TemplateError) in
            try Self.change(&value, arguments["item"], state: &state) { items, position, _ in
                if let position { items.remove(at: position) }
            }
        },
        TemplateMethod("remove", "item", required: 1) { value, arguments, state throws(TemplateError) in
            guard try Comparing.contains(value, arguments["item"], state: &state) else { throw TemplateValue.missingKey(arguments["item"]) }
            return try Self.change(&value, arguments["item"], state: &state) { items, position, _ in
                if let position { items.remove(at: position) }
            }
        },
        Self.combining("union", .bitOr), Self.combining("intersection", .bitAnd), Self.combining("difference", .subtract),
        TemplateMethod("copy") { value, _, _ throws(TemplateError) in value },
        TemplateMethod("clear") { value, _, _ throws(TemplateError) in
            value = .set([])
            return .none
        },
    ]

    private static func change(
        _ value: inout TemplateValue, _ item: TemplateValue, state: inout RenderState,
        _ body: (inout [TemplateValue], Int?, TemplateValue) -> Void
    ) throws(TemplateError) -> TemplateValue {
        try item.checkHashable(&state)
        var items = value.items ?? []
        try state.charge(items.count)
        body(&items, items.firstIndex { $0.dictionaryKey == item.dictionaryKey }, item)
        value = .set(items)
        return .none
    }

    private static func combining(_ name: String, _ symbol: BinaryOperator) -> TemplateMethod {
        TemplateMethod(name, isOpen: true) { value, arguments, state throws(TemplateError) in
            var result = value
            for other in arguments.rest.positional {
                let others = try TemplateValue.distinct(try other.iterated(&state), state: &state)
                result = try Arithmetic.apply(symbol, sets: result.items ?? [], others.items ?? [], state: &state)
            }
            return result
        }
    }
}
