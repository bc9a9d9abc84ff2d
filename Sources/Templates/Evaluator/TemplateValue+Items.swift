// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateValue {
    /// The items a loop goes through: characters of text, keys of a dictionary.
    func iterated(_ state: inout RenderState) throws(TemplateError) -> [TemplateValue] {
        if let items = self.items { return items }
        if let text = self.textContent {
            try state.charge(text.utf8.count)
            return text.unicodeScalars.map { .text(String($0)) }
        }
        switch self {
        case .dictionary(let members):
            try state.charge(members.count)
            return members.keys
        case .placeholder: return [self, self, self]
        default: throw TemplateError(.wrongType, "'\(self.kindName)' object is not iterable")
        }
    }

    /// Exactly `count` items for as many names.
    func unpacked(into count: Int, state: inout RenderState) throws(TemplateError) -> [TemplateValue] {
        let items: [TemplateValue]
        switch self {
        case .placeholder: items = [TemplateValue](repeating: self, count: count)
        case .none, .boolean, .integer, .float, .typedInteger, .typedFloat, .symbol, .caught, .function:
            throw TemplateError(.wrongType, "cannot unpack non-iterable \(self.kindName) object")
        default: items = try self.iterated(&state)
        }
        guard items.count <= count else { throw TemplateError(.wrongValue, "too many values to unpack (expected \(count))") }
        guard items.count == count else {
            throw TemplateError(.wrongValue, "not enough values to unpack (expected \(count), got \(items.count))")
        }
        return items
    }

    /// The distinct ones of some items, which must not change.
    static func distinct(_ items: [TemplateValue], state: inout RenderState) throws(TemplateError) -> TemplateValue {
        var seen: Set<TemplateValue> = []
        var distinct: [TemplateValue] = []
        for item in items {
            try item.checkHashable(&state)
            if seen.insert(item.dictionaryKey).inserted { distinct.append(item) }
        }
        return .set(distinct)
    }

    /// Refuses collections that change as keys and as items of sets.
    func checkHashable(_ state: inout RenderState) throws(TemplateError) {
        try state.admit(self)
        if let text = self.textContent { try state.charge(text: text) }
        guard self.isHashable else { throw TemplateError.notCallable }
    }

    // MARK: Subscripts

    func item(at index: TemplateValue, state: inout RenderState) throws(TemplateError) -> TemplateValue {
        switch self {
        case .dictionary(let members):
            try index.checkHashable(&state)
            guard let value = members[index] else { throw Self.missingKey(index) }
            return value
        case .placeholder:
            if let position = index.integerContent, position > TemplateInteger(2) { throw self.indexOutOfRange }
            return self
        case .list(let items), .tuple(let items):
            return items[try self.position(index, count: items.count)]
        case .text(let text), .verbatim(let text):
            try state.charge(text: text)
            let scalars = text.unicodeScalars
            let position = try self.position(index, count: scalars.count)
            return .text(String(scalars[scalars.index(scalars.startIndex, offsetBy: position)]))
        default:
            throw TemplateError(.wrongType, "'\(self.kindName)' object is not subscriptable")
        }
    }

    /// A position from the start or, if negative, from the end.
    private func position(_ index: TemplateValue, count: Int) throws(TemplateError) -> Int {
        guard let number = index.integerContent else {
            let text = self.kindName == "str" ? "string indices must be integers" : "\(self.kindName) indices must be integers or slices"
            throw TemplateError(.wrongType, "\(text), not '\(index.kindName)'")
        }
        guard let position = number.int, position >= -count, position < count else { throw self.indexOutOfRange }
        return position < 0 ? position + count : position
    }

    private var indexOutOfRange: TemplateError {
        guard self.kindName == "str" else { return TemplateError(.indexOutOfRange, "\(self.kindName) index out of range") }
        return TemplateError(
            .indexOutOfRange,
            "String index out of range. Check that string parameters have values before accessing specific characters (e.g., param[0]). "
                + "Provide default values or add length checks in your template.")
    }

    static func missingKey(_ key: TemplateValue) -> TemplateError {
        TemplateError(
            .missingKey,
            "Missing key '\(key.description.excerpt)' while rendering the template. "
                + "Ensure every object accessed in the template has this key.")
    }

    static func missingAttribute(_ name: String, of value: TemplateValue, state: RenderState) -> TemplateError {
        let text = "'\(value.kindName)' object has no attribute '\(name)'"
        if value.isPlaceholder { return TemplateError(.placeholder, "\(text), line \(state.line)") }
        let hint =
            name == "get" && value.kindName == "str" ? ". Make sure you're using an object/dictionary where trying to use .get()" : ""
        return TemplateError(.missingAttribute, text + hint)
    }

    func slice(lower: Int?, upper: Int?, step: Int?, state: inout RenderState) throws(TemplateError) -> TemplateValue {
        let step = step ?? 1
        guard step != 0 else { throw TemplateError(.wrongValue, "slice step cannot be zero") }
        if let text = self.textContent {
            let scalars = Array(text.unicodeScalars)
            try state.charge(text: text)
            let positions = Self.positions(lower: lower, upper: upper, step: step, count: scalars.count)
            return .text(String(String.UnicodeScalarView(positions.map { scalars[$0] })))
        }
        if self.isPlaceholder { return self }
        guard let items = self.items, self.kindName != "set" else {
            throw TemplateError(.wrongType, "'\(self.kindName)' object is not subscriptable")
        }
        let positions = Self.positions(lower: lower, upper: upper, step: step, count: items.count)
        let sliced = positions.map { items[$0] }
        try state.charge(sliced.count)
        if case .tuple = self { return .tuple(sliced) }
        return .list(sliced)
    }

    /// The positions a slice picks, all of them inside.
    private static func positions(lower: Int?, upper: Int?, step: Int, count: Int) -> [Int] {
        func clamped(_ bound: Int?, default value: Int, in range: ClosedRange<Int>) -> Int {
            guard let bound else { return value }
            let position = bound < 0 ? (bound < -count ? range.lowerBound : bound + count) : bound
            return min(max(position, range.lowerBound), range.upperBound)
        }
        // A step longer than the collection picks one item, as any such step does.
        let stride = step > 0 ? min(step, count + 1) : max(step, -(count + 1))
        if stride > 0 {
            let start = clamped(lower, default: 0, in: 0...count)
            return Array(Swift.stride(from: start, to: clamped(upper, default: count, in: 0...count), by: stride))
        }
        let start = clamped(lower, default: count - 1, in: -1...(count - 1))
        return Array(Swift.stride(from: start, to: clamped(upper, default: -1, in: -1...(count - 1)), by: stride))
    }

    // MARK: Changes

    /// Sets the item at a position or under a key.
    mutating func set(_ value: TemplateValue, at key: TemplateValue, state: inout RenderState) throws(TemplateError) {
        if case .dictionary(var members) = self {
            try key.checkHashable(&state)
            self = .none
            members[key] = value
            self = .dictionary(members)
            return
        }
        try self.change(at: key, state: &state) { item, _ throws(TemplateError) in item = value }
    }

    /// Changes the item at a position or under a key in place.
    mutating func change<Result>(
        at key: TemplateValue, state: inout RenderState,
        _ body: (inout TemplateValue, inout RenderState) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        switch self {
        case .list(var items):
            let position = try self.position(key, count: items.count)
            // Emptied meanwhile, so that the collection has one owner and is not copied.
            self = .none
            defer { self = .list(items) }
            return try body(&items[position], &state)
        case .dictionary(var members):
            try key.checkHashable(&state)
            guard var item = members[key] else { throw Self.missingKey(key) }
            self = .none
            members[key] = TemplateValue.none
            defer {
                members[key] = item
                self = .dictionary(members)
            }
            return try body(&item, &state)
        case .placeholder:
            var item = self
            return try body(&item, &state)
        default:
            throw TemplateError(.wrongUse, "items of a value of kind \(self.kindName) cannot be set")
        }
    }
}
