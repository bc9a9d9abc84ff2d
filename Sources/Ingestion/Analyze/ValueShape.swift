// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

/// What the values at one place of the rows are: scalars, objects with their members, arrays with their items.
struct ValueShape {
    private(set) var scalars = ScalarGuess()
    private(set) var objectCount = 0
    private(set) var arrayCount = 0
    /// In the order in which the keys came.
    private(set) var members: [(key: String, shape: ValueShape)] = []
    private var memberIndexes: [String: Int] = [:]
    /// The items of all arrays; none or one.
    private(set) var items: [ValueShape] = []
    /// How many items the arrays have together.
    private(set) var itemCount = 0

    /// How often there was a value; null is none.
    var count: Int { self.scalars.count + self.objectCount + self.arrayCount }

    /// Adds a value of a document; `budget` bounds how many places all of the rows may have.
    mutating func add(_ value: Int, of document: JSONDocument, budget: inout Int) {
        let token = document[value]
        switch token.kind {
        case .null: return
        case .true, .false: self.scalars.addBool()
        case .integer, .number: self.scalars.addNumber(document.text(of: token), isInteger: token.kind == .integer)
        case .string: self.scalars.addString(document.text(of: token))
        case .array:
            self.arrayCount += 1
            if self.items.isEmpty, token.next > value + 1 { self.items.append(ValueShape()) }
            var item = value + 1
            while item < token.next {
                self.items[0].add(item, of: document, budget: &budget)
                self.itemCount += 1
                item = Int(document[item].next)
            }
        case .object:
            self.objectCount += 1
            for key in document.distinctKeys(of: value) {
                guard let index = self.memberIndex(document.text(of: document[key]).string, budget: &budget) else { continue }
                self.members[index].shape.add(key + 1, of: document, budget: &budget)
            }
        }
    }

    /// Adds the text of a field, which may be an array.
    mutating func add(field text: ByteView, composites: CompositeText) {
        guard !text.isEmpty, text[0] == UInt8(ascii: "[") else { return self.scalars.addField(text) }
        var budget = 0
        let isArray = try? composites.withValue(of: text) { value, document in
            self.add(value, of: document, budget: &budget)
        }
        if isArray != true { self.scalars.addText() }
    }

    private mutating func memberIndex(_ key: String, budget: inout Int) -> Int? {
        if let index = self.memberIndexes[key] { return index }
        guard budget > 0 else { return nil }
        budget -= 1
        self.memberIndexes[key] = self.members.count
        self.members.append((key, ValueShape()))
        return self.members.count - 1
    }

    // MARK: Type

    /// Whether all values are objects.
    var isObject: Bool { self.objectCount > 0 && self.objectCount == self.count }

    /// Whether all values are arrays.
    var isArray: Bool { self.arrayCount > 0 && self.arrayCount == self.count }

    /// The type of one column for all of the values: text, where they are unlike.
    var type: DataType {
        if self.scalars.count == self.count { return self.scalars.type }
        guard self.isArray else { return .string }
        return .array(self.items.first?.itemType(among: self.itemCount) ?? .string)
    }

    /// The type of the items of an array, of which some may be null: only a scalar can be that.
    func itemType(among itemCount: Int) -> DataType {
        let type = self.type
        if self.count == itemCount { return type }
        return .nullable(type.isScalar ? type : .string)
    }
}
