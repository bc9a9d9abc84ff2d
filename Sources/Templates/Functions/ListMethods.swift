// Part of Martlet. Apache License 2.0; see LICENSE.

/// The methods of lists, and those of tuples among them.
enum ListMethods {
    static let methods: [TemplateMethod] = [
        Self.changing("append", "item", required: 1) { items, arguments, _ throws(TemplateError) in
            items.append(arguments["item"])
            return .none
        },
        Self.changing("extend", "items", required: 1) { items, arguments, state throws(TemplateError) in
            let added = try arguments["items"].iterated(&state)
            try state.charge(added.count)
            items += added
            return .none
        },
        Self.changing("insert", "index", "item", required: 2) { items, arguments, state throws(TemplateError) in
            let index = arguments["index"].integerContent?.int ?? 0
            try state.charge(items.count / 16)
            items.insert(arguments["item"], at: min(max(index < 0 ? index + items.count : index, 0), items.count))
            return .none
        },
        Self.changing("pop", "index") { items, arguments, state throws(TemplateError) in
            let index = arguments.has("index") ? arguments["index"].integerContent?.int ?? 0 : -1
            guard index >= -items.count, index < items.count else {
                throw TemplateError(.indexOutOfRange, items.isEmpty ? "pop from empty list" : "pop index out of range")
            }
            try state.charge(items.count / 16)
            return items.remove(at: index < 0 ? index + items.count : index)
        },
        Self.changing("remove", "item", required: 1) { items, arguments, state throws(TemplateError) in
            guard let position = try Self.position(of: arguments["item"], in: items, state: &state) else {
                throw TemplateError(.wrongValue, "list.remove(x): x not in list")
            }
            items.remove(at: position)
            return .none
        },
        Self.changing("sort", "key", "reverse") { items, arguments, state throws(TemplateError) in
            items = try SequenceFunctions.sort(items, arguments, state: &state)
            return .none
        },
        Self.changing("reverse") { items, _, state throws(TemplateError) in
            try state.charge(items.count)
            items.reverse()
            return .none
        },
        Self.changing("clear") { items, _, _ throws(TemplateError) in
            items = []
            return .none
        },
        TemplateMethod("copy") { value, _, _ throws(TemplateError) in value },
        TemplateMethod("index", "item", required: 1) { value, arguments, state throws(TemplateError) in
            guard let position = try Self.position(of: arguments["item"], in: value.items ?? [], state: &state) else {
                throw TemplateError(.wrongValue, "\(arguments["item"].literal.excerpt) is not in list")
            }
            return TemplateValue(position)
        },
        TemplateMethod("count", "item", required: 1) { value, arguments, state throws(TemplateError) in
            var count = 0
            for item in value.items ?? [] where try Comparing.areEqual(item, arguments["item"], state: &state) { count += 1 }
            return TemplateValue(count)
        },
    ]

    private typealias Change = @Sendable (inout [TemplateValue], BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue

    /// A method that works on the items in place.
    private static func changing(_ name: String, _ parameters: String..., required: Int = 0, _ body: @escaping Change) -> TemplateMethod {
        TemplateMethod(name, parameters: parameters, required: required) { value, arguments, state throws(TemplateError) in
            var items = value.items ?? []
            // Emptied meanwhile, so that the items have one owner and are not copied.
            value = .none
            defer { value = .list(items) }
            return try body(&items, arguments, &state)
        }
    }

    private static func position(
        of item: TemplateValue, in items: [TemplateValue], state: inout RenderState
    ) throws(TemplateError) -> Int? {
        for (index, candidate) in items.enumerated() where try Comparing.areEqual(candidate, item, state: &state) { return index }
        return nil
    }
}
