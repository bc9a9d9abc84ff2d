// Part of Martlet. Apache License 2.0; see LICENSE.

/// A value that a template computes with (templates specification, 6).
///
/// Collections are values: an assignment copies, and a method that changes a collection changes the variable
/// it is called on. Requests send only the kinds up to `dictionary`; the others come from functions.
package enum TemplateValue: Sendable, Hashable {
    case none
    case boolean(Bool)
    case integer(TemplateInteger)
    case float(Double)
    case text(String)
    case list([TemplateValue])
    case tuple([TemplateValue])
    /// Distinct items in the order they came.
    case set([TemplateValue])
    case dictionary(TemplateDictionary)
    /// `Int32(…)` and its like: a number that renders as `toInt32('5')`.
    case typedInteger(TemplateInteger, type: String)
    /// `Float64(…)` and its like: a number that renders as `toFloat64('5.0')`.
    case typedFloat(Double, type: String)
    /// SQL that renders as it is, and is text in expressions.
    case verbatim(String)
    /// An identifier or a reference that renders as it is, and is no text.
    case symbol(String)
    /// What `{% except … as e %}` names: it may carry request data, so it renders as quoted text.
    case caught(message: String)
    /// A parameter during the load-time check, when there is no request.
    case placeholder(name: String)
    /// A function or type handed to another function, as in `isinstance(x, str)`.
    case function(String)

    /// A text, as every value of a URL is.
    package init(_ value: String) { self = .text(value) }

    /// A boolean of a JSON body.
    package init(_ value: Bool) { self = .boolean(value) }

    /// A whole number of a JSON body.
    package init(_ value: Int) { self = .integer(TemplateInteger(value)) }

    /// A fraction of a JSON body.
    package init(_ value: Double) { self = .float(value) }

    /// A list of a JSON body.
    package init(_ value: [TemplateValue]) { self = .list(value) }

    /// An object of a JSON body; its members are ordered by name, since the dictionary has no order.
    package init(_ value: [String: TemplateValue]) {
        var members = TemplateDictionary()
        for (name, value) in value.sorted(by: { $0.key < $1.key }) { members[.text(name)] = value }
        self = .dictionary(members)
    }
}

extension TemplateValue {
    /// The text of the kinds that behave as text.
    var textContent: String? {
        switch self {
        case .text(let text), .verbatim(let text), .caught(let text): text
        default: nil
        }
    }

    /// The items of the kinds that are sequences of items.
    var items: [TemplateValue]? {
        switch self {
        case .list(let items), .tuple(let items), .set(let items): items
        default: nil
        }
    }

    /// The number of the kinds that count as integers; `True` is 1.
    var integerContent: TemplateInteger? {
        switch self {
        case .boolean(let flag): TemplateInteger(flag ? 1 : 0)
        case .integer(let number), .typedInteger(let number, _): number
        default: nil
        }
    }

    /// The number of any kind of number.
    var floatContent: Double? {
        switch self {
        case .float(let number), .typedFloat(let number, _): number
        default: self.integerContent?.double
        }
    }

    var isPlaceholder: Bool {
        if case .placeholder = self { true } else { false }
    }

    /// What `if` makes of the value: empty and zero are false, the text `'false'` is not.
    var isTruthy: Bool {
        switch self {
        case .none: false
        case .boolean(let flag): flag
        case .integer(let number), .typedInteger(let number, _): !number.isZero
        case .float(let number), .typedFloat(let number, _): number != 0
        case .text(let text), .verbatim(let text): !text.isEmpty
        case .list(let items), .tuple(let items), .set(let items): !items.isEmpty
        case .dictionary(let members): !members.isEmpty
        case .symbol, .caught, .placeholder, .function: true
        }
    }

    /// The name of the kind in messages, the one authors know from the language's grammar.
    var kindName: String {
        switch self {
        case .none: "NoneType"
        case .boolean: "bool"
        case .integer, .typedInteger: "int"
        case .float, .typedFloat: "float"
        case .text, .verbatim: "str"
        case .list: "list"
        case .tuple: "tuple"
        case .set: "set"
        case .dictionary: "dict"
        case .symbol: "Symbol"
        case .caught: "Exception"
        case .placeholder: "Placeholder"
        case .function: "type"
        }
    }
}
