// Part of Martlet. Apache License 2.0; see LICENSE.

/// The look of a date, by which date parameters are tested; the calendar is not.
struct DateShape: Sendable {
    private let pattern: [Unicode.Scalar]

    /// `d` is a digit, `n` and `m` one or two and one to three of them, `?` any character, `T` the letter or a blank.
    private init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    static let date = DateShape("dddd-dd-dd")
    static let dateTimes = [DateShape("dddd?dd?ddTdd:dd:dd"), DateShape("dd?dd?dddd?n:n:n")]
    static let dateTimes64 = [DateShape("dddd?dd?ddTdd:dd:dd?ddd"), DateShape("dd?dd?dddd?n:n:n?m")]

    /// Whatever follows is the engine's to judge: it stays inside the quotes.
    func matchesStart(of text: String) -> Bool { self.rest(of: text) != nil }

    /// Nothing follows, but for one line break.
    func matchesWhole(_ text: String) -> Bool {
        guard let rest = self.rest(of: text) else { return false }
        return rest.isEmpty || rest.elementsEqual(["\n"])
    }

    private func rest(of text: String) -> Substring.UnicodeScalarView? {
        var rest = text.unicodeScalars[...]
        for element in self.pattern {
            switch element {
            case "n", "m":
                let digits = rest.prefix(element == "n" ? 2 : 3).prefix { $0.decimalValue != nil }
                guard !digits.isEmpty else { return nil }
                rest = rest[digits.endIndex...]
            default:
                guard let scalar = rest.popFirst() else { return nil }
                let matches =
                    switch element {
                    case "d": scalar.decimalValue != nil
                    case "?": scalar != "\n"
                    case "T": scalar == "T" || scalar.properties.isWhitespace
                    default: scalar == element
                    }
                guard matches else { return nil }
            }
        }
        return rest
    }
}
