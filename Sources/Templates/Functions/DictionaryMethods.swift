// Part of Martlet. Apache License 2.0; see LICENSE.

/// The methods of dictionaries.
enum DictionaryMethods {
    static let methods: [TemplateMethod] = [
        Self.reading("get", "key", "default", required: 1) { members, arguments, state throws(TemplateError) in
            try arguments["key"].checkHashable(&state)
            return members[arguments["key"]] ?? arguments["default"]
        },
        Self.reading("keys") { members, _, _ throws(TemplateError) in .list(members.keys) },
        Self.reading("values") { members, _, _ throws(TemplateError) in .list(members.values) },
        Self.reading("items") { members, _, _ throws(TemplateError) in .list(members.members.map { .tuple([$0.key, $0.value]) }) },
        Self.reading("copy") { members, _, _ throws(TemplateError) in .dictionary(members) },
        Self.changing("pop", "key", "default", required: 1) { members, arguments, state throws(TemplateError) in
            try arguments["key"].checkHashable(&state)
            try state.charge(members.count)
            if let value = members[arguments["key"]] {
                members[arguments["key"]] = nil
                return value
            }
            guard arguments.has("default") else { throw TemplateValue.missingKey(arguments["key"]) }
            return arguments["default"]
        },
        Self.changing("update", "members", isOpen: true) { members, arguments, state throws(TemplateError) in
            if arguments.has("members") { try members.merge(arguments["members"], state: &state) }
            for (name, value) in arguments.rest.keywords {
                try state.admit(value, depth: 1)
                members[.text(name)] = value
            }
            return .none
        },
        Self.changing("setdefault", "key", "default", required: 1) { members, arguments, state throws(TemplateError) in
            try arguments["key"].checkHashable(&state)
            if let value = members[arguments["key"]] { return value }
            members[arguments["key"]] = arguments["default"]
            return arguments["default"]
        },
        Self.changing("clear") { members, _, _ throws(TemplateError) in
            members = TemplateDictionary()
            return .none
        },
    ]

    private typealias Read = @Sendable (TemplateDictionary, BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue
    private typealias Change =
        @Sendable (inout TemplateDictionary, BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue

    private static func reading(_ name: String, _ parameters: String..., required: Int = 0, _ body: @escaping Read) -> TemplateMethod {
        TemplateMethod(name, parameters: parameters, required: required) { value, arguments, state throws(TemplateError) in
            guard case .dictionary(let members) = value else { preconditionFailure("the table finds these methods for dictionaries only") }
            return try body(members, arguments, &state)
        }
    }

    private static func changing(
        _ name: String, _ parameters: String..., required: Int = 0, isOpen: Bool = false, _ body: @escaping Change
    ) -> TemplateMethod {
        TemplateMethod(name, parameters: parameters, required: required, isOpen: isOpen) { value, arguments, state throws(TemplateError) in
            guard case .dictionary(var members) = value else { preconditionFailure("the table finds these methods for dictionaries only") }
            // Emptied meanwhile, so that the members have one owner and are not copied.
            value = .none
            defer { value = .dictionary(members) }
            return try body(&members, arguments, &state)
        }
    }
}
