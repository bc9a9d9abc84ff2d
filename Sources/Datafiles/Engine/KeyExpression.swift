// Part of Martlet. Apache License 2.0; see LICENSE.

/// What can be told of an expression of the engine without its grammar: the names and the calls in it.
struct KeyExpression {
    /// Names that may be columns, in order; quotes around them are removed.
    private(set) var names: [String] = []
    /// Names before a parenthesis, and where they begin.
    private var calls: [(function: String, position: Int)] = []
    /// Whether there is a lambda, whose parameters look like columns.
    private(set) var hasLambda = false

    private let scalars: [Unicode.Scalar]

    private static let keywords: Set<String> = [
        "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN", "ELSE", "END", "AS", "ASC",
        "DESC", "INTERVAL", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DIV", "MOD",
    ]

    init(_ text: String) {
        var scanner = TextScanner(text)
        self.scalars = scanner.scalars
        while let next = scanner.next {
            switch next {
            case "'": scanner.passQuoted()
            case "`", "\"":
                let start = scanner.position
                scanner.passQuoted()
                self.names.append(String(scanner.text(from: start).dropFirst().dropLast()))
            case "0"..."9": self.passNumber(&scanner)
            case _ where next.isWordPart: self.takeName(&scanner)
            default:
                self.hasLambda = self.hasLambda || scanner.lookingAt("->")
                scanner.position += 1
            }
        }
    }

    private func passNumber(_ scanner: inout TextScanner) {
        while let next = scanner.next, next.isWordPart || next == "." { scanner.position += 1 }
    }

    private mutating func takeName(_ scanner: inout TextScanner) {
        let start = scanner.position
        while let next = scanner.next, next.isWordPart || next == "." { scanner.position += 1 }
        let name = scanner.text(from: start)
        var probe = scanner
        probe.skipBlanks()
        if probe.next == "(" {
            self.calls.append((name, start))
        } else if !Self.keywords.contains(name.uppercased()) {
            self.names.append(name)
        }
    }

    /// The names that order rows by themselves: those outside all calls, and whole arguments of an outermost call.
    ///
    /// What stands deeper may be of another type than the column: `toDate(assumeNotNull(n))` is never NULL.
    var orderingNames: [String] {
        var names: [String] = []
        var scanner = TextScanner(self.scalars)
        // The tuple around a whole key is no call.
        if scanner.take("tuple("), self.scalars.last == ")" { scanner = TextScanner(Array(self.scalars[6...].dropLast())) }
        while let next = scanner.next {
            if next == "`" || next == "\"" {
                let start = scanner.position
                scanner.passQuoted()
                names.append(scanner.text(from: start).removingBackquotes())
            } else if next == "'" {
                scanner.passQuoted()
            } else if next.isWordPart {
                let name = scanner.takeWord()
                scanner.skipBlanks()
                names += scanner.next == "(" ? Self.arguments(scanner.takeParenthesised() ?? "") : [name]
            } else {
                scanner.position += 1
            }
        }
        return names
    }

    /// The arguments of a call that are nothing but a name.
    private static func arguments(_ list: String) -> [String] {
        list.dropFirst().dropLast().split(separator: ",").map { $0.trimmingBlanks().removingBackquotes() }.filter(\.isPlainName)
    }

    /// The text of the first call, `sum(a)`, of a function that `isWanted`.
    func firstCall(where isWanted: (String) -> Bool) -> String? {
        guard let call = self.calls.first(where: { isWanted($0.function) }) else { return nil }
        var scanner = TextScanner(self.scalars)
        scanner.position = call.position
        _ = scanner.takeWord()
        scanner.skipBlanks()
        if scanner.takeParenthesised() == nil { scanner.position = self.scalars.count }
        return scanner.text(from: call.position)
    }
}

extension String {
    fileprivate func removingBackquotes() -> String {
        self.hasPrefix("`") || self.hasPrefix("\"") ? String(self.dropFirst().dropLast()) : self
    }
}
