// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// A JSON document as its parser left it: values are numbers, the index of their token.
///
/// The first value is 0. The members of an object are a string with the key, then the value.
@safe
struct JSONDocument {
    typealias Token = CSimdJSONToken

    private let tokens: UnsafeBufferPointer<CSimdJSONToken>
    private let text: ByteView
    private let unescaped: ByteView

    init(tokens: UnsafeBufferPointer<CSimdJSONToken>, text: ByteView, unescaped: ByteView) {
        unsafe self.tokens = tokens
        self.text = text
        self.unescaped = unescaped
    }

    @inline(__always)
    subscript(value: Int) -> Token {
        precondition(unsafe value >= 0 && value < self.tokens.count, "a token is one of the document's")
        return unsafe self.tokens[value]
    }

    /// A string without quotes and escapes, or the text of any other value.
    @inline(__always)
    func text(of token: Token) -> ByteView {
        let start = Int(token.offset)
        return (token.is_unescaped ? self.unescaped : self.text)[start..<start + Int(token.length)]
    }

    /// The keys of an object in their order; of equal ones only the last.
    func distinctKeys(of object: Int) -> [Int] {
        let end = self[object].next
        var keys: [Int] = []
        var places: [[UInt8]: Int] = [:]
        var key = object + 1
        while key < end {
            let text = unsafe Array(self.text(of: self[key]).bytes)
            if let place = places[text] {
                keys[place] = key
            } else {
                places[text] = keys.count
                keys.append(key)
            }
            key = Int(self[key + 1].next)
        }
        return keys
    }

    /// The value of a key of an object, or of an item of an array: nil if there is none.
    ///
    /// Of equal keys the last one counts.
    func value(at step: PathStep, in container: Int) -> Int? {
        let token = self[container]
        var child = container + 1
        switch step {
        case .key(let key):
            guard token.kind == .object else { return nil }
            var found: Int?
            while child < token.next {
                if self.text(of: self[child]) == key { found = child + 1 }
                child = Int(self[child + 1].next)
            }
            return found
        case .index(let index):
            guard token.kind == .array else { return nil }
            for _ in 0..<index where child < token.next { child = Int(self[child].next) }
            return child < token.next ? child : nil
        }
    }
}

/// A step of a JSON path that leads to one value.
enum PathStep: Hashable, Sendable {
    case key([UInt8])
    case index(Int)
}
