// Part of Martlet. Apache License 2.0; see LICENSE.

/// Puts secrets into `{{ tb_secret("name"[, "default"]) }}`, the only expression of data sources and connections.
struct SecretRenderer: Sendable {
    /// Why an expression has no value.
    struct Failure: Error, Hashable {
        let message: String
        /// Where the expression begins, in scalars from the start of the text.
        let offset: Int
    }

    /// The secrets of the workspace; nil leaves the expressions as they are, once their form is checked.
    let secrets: [String: String]?
    /// The names that expressions may use where they stay as they are; nil for any.
    var names: Set<String>?

    /// The text without `{# comments #}`, but with their line ends, so that all lines keep their numbers.
    static func removingComments(_ text: String) -> String {
        guard text.contains("{#") else { return text }
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let start = rest.firstRange(of: "{#".unicodeScalars),
            let end = rest[start.upperBound...].firstRange(of: "#}".unicodeScalars)
        {
            result.append(contentsOf: rest[..<start.lowerBound])
            result.append(contentsOf: rest[start.upperBound..<end.lowerBound].filter { $0 == "\n" || $0 == "\r" })
            rest = rest[end.upperBound...]
        }
        result.append(contentsOf: rest)
        return String(result)
    }

    /// The text with every expression replaced.
    func render(_ text: String) throws(Failure) -> String {
        guard text.contains("{{") || text.contains("{%") else { return text }
        var scanner = TextScanner(text)
        var result = String.UnicodeScalarView()
        while let scalar = scanner.next {
            let start = scanner.position
            if scanner.take("{{") {
                let value = try self.value(&scanner, start: start)
                result.append(contentsOf: self.secrets == nil ? scanner.text(from: start).unicodeScalars : value.unicodeScalars)
            } else if scanner.lookingAt("{%") {
                throw Failure(message: "Template Syntax Error: only {{ tb_secret(\"name\") }} can be used here, no {% %}", offset: start)
            } else {
                result.append(scalar)
                scanner.position += 1
            }
        }
        return String(result)
    }

    /// The value of the expression after `{{`; the scanner stands behind `}}` afterwards.
    private func value(_ scanner: inout TextScanner, start: Int) throws(Failure) -> String {
        scanner.skipBlanks()
        let value: String
        if let literal = self.literal(&scanner) {
            value = literal
        } else {
            let name = scanner.takeWord()
            guard !name.isEmpty, scanner.takePastBlanks("(") else { throw self.malformed(start) }
            guard name == "tb_secret" else { throw Failure(message: "Invalid function name: \(name)", offset: start) }
            value = try self.secret(&scanner, start: start)
        }
        guard scanner.takePastBlanks("}}") else { throw self.malformed(start) }
        return value
    }

    private func secret(_ scanner: inout TextScanner, start: Int) throws(Failure) -> String {
        scanner.skipBlanks()
        guard let name = self.literal(&scanner) else { throw self.malformed(start) }
        var fallback: String?
        if scanner.takePastBlanks(",") {
            scanner.skipBlanks()
            guard let literal = self.literal(&scanner) else { throw self.malformed(start) }
            fallback = literal
        }
        guard scanner.takePastBlanks(")") else { throw self.malformed(start) }
        guard let value = self.secrets.map({ $0[name] ?? fallback }) ?? (self.isKnown(name) ? "" : fallback) else {
            throw Failure(
                message: "Template Syntax Error: Cannot access secret '\(name)'. Check that the workspace has a secret of this name.",
                offset: start)
        }
        return value
    }

    private func isKnown(_ name: String) -> Bool { self.names?.contains(name) != false }

    /// A quoted string or a number, if one stands here.
    private func literal(_ scanner: inout TextScanner) -> String? {
        guard let first = scanner.next else { return nil }
        let start = scanner.position
        if first == "\"" || first == "'" {
            guard let end = scanner.scalars[(start + 1)...].firstIndex(of: first) else { return nil }
            scanner.position = end + 1
            return scanner.text(from: start).removingQuotes()
        }
        guard first.isDigit else { return nil }
        while let next = scanner.next, next.isDigit || next == "." { scanner.position += 1 }
        return scanner.text(from: start)
    }

    private func malformed(_ offset: Int) -> Failure {
        Failure(
            message: "Template Syntax Error: expected {{ tb_secret(\"name\") }} or {{ tb_secret(\"name\", \"default\") }}", offset: offset)
    }
}
