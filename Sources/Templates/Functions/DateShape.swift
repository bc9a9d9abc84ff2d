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
    func matchesStart(of text: String) -> Bool { self.end(in: Self.start(of: text)) != nil }

    /// Nothing follows, but for one line break.
    func matchesWhole(_ text: String) -> Bool {
        let scalars = Self.start(of: text)
        guard let end = self.end(in: scalars) else { return false }
        return end == scalars.count || scalars[end...] == ["\n"]
    }

    /// More than the longest shape takes.
    private static func start(of text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars.prefix(32)) }

    /// Where the shape ends, nil if the characters have another.
    private func end(in scalars: [Unicode.Scalar]) -> Int? {
        var position = 0
        for element in self.pattern {
            switch element {
            case "n", "m":
                let limit = min(position + (element == "n" ? 2 : 3), scalars.count)
                let start = position
                while position < limit, scalars[position].decimalValue != nil { position += 1 }
                guard position > start else { return nil }
            default:
                guard position < scalars.count, Self.matches(scalars[position], element) else { return nil }
                position += 1
            }
        }
        return position
    }

    private static func matches(_ scalar: Unicode.Scalar, _ element: Unicode.Scalar) -> Bool {
        switch element {
        case "d": scalar.decimalValue != nil
        case "?": scalar != "\n"
        case "T": scalar == "T" || scalar == " " || scalar.properties.isWhitespace
        default: scalar == element
        }
    }
}
