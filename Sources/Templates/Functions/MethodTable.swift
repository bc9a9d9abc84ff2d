// Part of Martlet. Apache License 2.0; see LICENSE.

/// Every method of the language by the kind of value and its name (templates specification, 5).
enum MethodTable {
    /// Methods that change the value they are called on.
    static let changingNames: Set<String> = [
        "append", "extend", "insert", "pop", "remove", "sort", "reverse", "clear", "update", "setdefault", "add", "discard",
    ]

    private static let methods: [String: [String: TemplateMethod]] = [
        "str": Self.table(TextMethods.methods + TextMethods.alignments + TextMethods.tests),
        "list": Self.table(ListMethods.methods),
        "tuple": Self.table(ListMethods.methods.filter { $0.signature.name == "index" || $0.signature.name == "count" }),
        "dict": Self.table(DictionaryMethods.methods),
        "set": Self.table(SetMethods.methods),
        "Placeholder": Self.table(PlaceholderMethods.methods),
    ]

    private static func table(_ methods: [TemplateMethod]) -> [String: TemplateMethod] {
        Dictionary(uniqueKeysWithValues: methods.map { ($0.signature.name, $0) })
    }

    static func hasMethod(_ name: String, of value: TemplateValue) -> Bool { Self.methods[value.kindName]?[name] != nil }

    static func method(_ name: String, of value: TemplateValue, state: RenderState) throws(TemplateError) -> TemplateMethod {
        guard let method = Self.methods[value.kindName]?[name] else { throw TemplateValue.missingAttribute(name, of: value, state: state) }
        return method
    }
}

/// The methods of a parameter during the load-time check.
private enum PlaceholderMethods {
    static let methods = [
        TemplateMethod("split", "sep", "maxsplit") { value, _, _ throws(TemplateError) in .list([value, value]) },
        TemplateMethod("startswith", "prefix", required: 1) { _, _, _ throws(TemplateError) in .boolean(false) },
    ]
}
