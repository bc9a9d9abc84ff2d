// Part of Martlet. Apache License 2.0; see LICENSE.

/// A dictionary of a template: members in the order in which they were first set.
package struct TemplateDictionary: Sendable, Hashable {
    /// A key with its value.
    package struct Member: Sendable, Hashable {
        /// The key as it was first written.
        package let key: TemplateValue
        /// What was set last.
        package fileprivate(set) var value: TemplateValue
    }

    /// The members in their order.
    package private(set) var members: [Member] = []
    private var positions: [TemplateValue: Int] = [:]

    /// No members.
    package init() {}

    var isEmpty: Bool { self.members.isEmpty }

    var count: Int { self.members.count }

    var keys: [TemplateValue] { self.members.map(\.key) }

    var values: [TemplateValue] { self.members.map(\.value) }

    /// The value of a key; setting nil removes the member.
    package subscript(key: TemplateValue) -> TemplateValue? {
        get { self.positions[key.dictionaryKey].map { self.members[$0].value } }
        set {
            let position = self.positions[key.dictionaryKey]
            switch (position, newValue) {
            case (let position?, let value?):
                self.members[position].value = value
            case (nil, let value?):
                self.positions[key.dictionaryKey] = self.members.count
                self.members.append(Member(key: key, value: value))
            case (let position?, nil):
                self.members.remove(at: position)
                self.positions[key.dictionaryKey] = nil
                for index in position..<self.members.count { self.positions[self.members[index].key.dictionaryKey] = index }
            case (nil, nil):
                break
            }
        }
    }

    /// Equal members in the same order; positions only repeat them.
    package static func == (left: TemplateDictionary, right: TemplateDictionary) -> Bool { left.members == right.members }

    /// Hashes what `==` compares.
    package func hash(into hasher: inout Hasher) { hasher.combine(self.members) }
}

extension TemplateValue {
    /// The value under which equal keys meet: `1`, `1.0` and `True` are one key.
    var dictionaryKey: TemplateValue {
        switch self {
        case .boolean, .typedInteger: .integer(self.integerContent ?? .zero)
        case .float(let number), .typedFloat(let number, _):
            if let whole = TemplateInteger(truncating: number), whole.double == number { .integer(whole) } else { .float(number) }
        case .verbatim(let text): .text(text)
        case .tuple(let items): .tuple(items.map(\.dictionaryKey))
        default: self
        }
    }

    /// Whether the value can be a key or an item of a set: collections that change cannot.
    var isHashable: Bool {
        switch self {
        case .list, .set, .dictionary: false
        case .tuple(let items): items.allSatisfy(\.isHashable)
        default: true
        }
    }
}
