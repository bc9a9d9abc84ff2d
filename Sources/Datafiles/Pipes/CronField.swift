// Part of Martlet. Apache License 2.0; see LICENSE.

/// One field of a cron expression: which numbers and names it takes.
struct CronField {
    private let range: ClosedRange<Int>
    /// Names in the order of their numbers, the first one standing for the lowest.
    private let names: [String]

    static let second = CronField(0...59)
    static let minute = CronField(0...59)
    static let hour = CronField(0...23)
    static let dayOfMonth = CronField(1...31)
    static let month = CronField(1...12, names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let dayOfWeek = CronField(0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])
    static let year = CronField(1970...2099)

    /// `?` is another `*`, for the two fields of which one is usually open.
    private var isDay: Bool { self.range == Self.dayOfMonth.range || self.range == Self.dayOfWeek.range }

    private init(_ range: ClosedRange<Int>, names: [String] = []) {
        self.range = range
        self.names = names
    }

    /// The numbers a field names: `*`, `5`, `1-5`, `*/10`, `mon`, or several of these between commas; nil if it cannot be read.
    func values(_ text: Substring) -> Set<Int>? {
        var values: Set<Int> = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let some = self.item(item) else { return nil }
            values.formUnion(some)
        }
        return values
    }

    private func item(_ text: Substring) -> Set<Int>? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if parts.count == 2 {
            guard parts[1].unicodeScalars.allSatisfy(\.isDigit), let number = Int(parts[1]), number > 0 else { return nil }
            step = number
        }
        guard let named = self.bounds(parts[0], isOpen: parts.count == 2) else { return nil }
        // `jan-jan` is the whole year.
        let isWhole = named.first == named.last && parts[0].contains("-")
        let bounds = isWhole ? (first: self.range.lowerBound, last: self.range.upperBound) : named
        if bounds.first <= bounds.last { return Set(stride(from: bounds.first, through: bounds.last, by: step)) }
        // `fri-mon` goes round the end.
        let numbers = Array(bounds.first...self.range.upperBound) + Array(self.range.lowerBound...bounds.last)
        return Set(stride(from: 0, to: numbers.count, by: step).map { numbers[$0] })
    }

    /// The first and last number of `*`, `5` or `1-5`; `5/15` is open to the end.
    private func bounds(_ text: Substring, isOpen: Bool) -> (first: Int, last: Int)? {
        if text == "*" || text == "?" && self.isDay { return (self.range.lowerBound, self.range.upperBound) }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = self.number(ends[0]) else { return nil }
        guard ends.count == 2 else { return (first, isOpen ? self.range.upperBound : first) }
        return self.number(ends[1]).map { (first, $0) }
    }

    private func number(_ text: Substring) -> Int? {
        if let index = self.names.firstIndex(of: text.lowercased()) { return self.range.lowerBound + index }
        guard text.unicodeScalars.allSatisfy(\.isDigit), let number = Int(text), self.range.contains(number) else { return nil }
        return number
    }
}
