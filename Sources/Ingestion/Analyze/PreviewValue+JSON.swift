// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse
internal import Datafiles

extension PreviewValue {
    /// The value at the end of a path, as a column of the type would have it.
    init(at steps: ArraySlice<JSONPath.Step>, in value: Int, of document: JSONDocument, type: DataType) {
        guard let step = steps.first else {
            self.init(value, of: document, type: type.unwrapped)
            return
        }
        var found: Int?
        switch step {
        case .key(let key): found = document.value(at: .key(Array(key.utf8)), in: value)
        case .index(let index): found = document.value(at: .index(index), in: value)
        case .items:
            self = Self.list(value, of: document, type: type) { PreviewValue(at: steps.dropFirst(), in: $0, of: document, type: $1) }
            return
        }
        guard let found else {
            self = .null
            return
        }
        self.init(at: steps.dropFirst(), in: found, of: document, type: type)
    }

    private init(_ value: Int, of document: JSONDocument, type: DataType) {
        let token = document[value]
        let text = document.text(of: token)
        switch (token.kind, type) {
        case (.null, _): self = .null
        case (.array, .array): self = Self.list(value, of: document, type: type) { PreviewValue($0, of: document, type: $1.unwrapped) }
        case (.array, _), (.object, _): self = .text(String(decoding: JSONText.compact(text), as: UTF8.self))
        case (.string, _), (_, .string): self = .text(text.string)
        case (.true, _): self = .bool(true)
        case (.false, _): self = .bool(false)
        case (.integer, .integer): self = Int128(text.string).map { .integer($0) } ?? .text(text.string)
        case (.integer, _), (.number, _): self = .number(text.double)
        }
    }

    private static func list(
        _ value: Int, of document: JSONDocument, type: DataType, _ item: (Int, DataType) -> PreviewValue
    ) -> PreviewValue {
        guard document[value].kind == .array else { return .null }
        let itemType: DataType = if case .array(let inner) = type { inner } else { type }
        var items: [PreviewValue] = []
        var next = value + 1
        while next < document[value].next {
            items.append(item(next, itemType))
            next = Int(document[next].next)
        }
        return .list(items)
    }

    /// The text of a field, as a column of the type would have it; nil is no value.
    init(field: String?, type: DataType, composites: CompositeText) {
        guard let field else {
            self = .null
            return
        }
        var value: PreviewValue?
        switch type {
        case .integer: value = Int128(field).map { .integer($0) }
        case .float: value = Double(field).map { .number($0) }
        case .bool: value = .bool(field == "true")
        case .array:
            let bytes = Array(field.utf8)
            unsafe bytes.withUnsafeBufferPointer { buffer in
                _ = try? unsafe composites.withValue(of: ByteView(buffer)) { value = PreviewValue($0, of: $1, type: type) }
            }
        default: break
        }
        self = value ?? .text(field)
    }
}
