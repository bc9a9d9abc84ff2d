// Part of Martlet. Apache License 2.0; see LICENSE.

/// Puts variables into the place of `${NAME}` and `${NAME:-default}`.
enum VariableExpansion {
    /// The text with each expression replaced by what `value` gives for its name and its default; nil if it grows too long.
    ///
    /// What is not closed, or has a `:` without `-`, is no expression and stays.
    static func expand(_ text: String, value: (_ name: String, _ fallback: String?) -> String) -> String? {
        var scanner = TextScanner(text)
        // Past the last brace nothing can be an expression, so that nothing is looked for twice.
        let lastBrace = scanner.scalars.lastIndex(of: "}") ?? -1
        var result = ""
        while !scanner.isAtEnd, result.utf8.count <= DatafileLimits.variableByteCount {
            let start = scanner.position
            if start < lastBrace, scanner.take("${") {
                if let expression = self.takeExpression(&scanner) {
                    result += value(expression.name, expression.fallback)
                    continue
                }
            } else {
                scanner.position += 1
            }
            result += scanner.text(from: start)
        }
        return result.utf8.count <= DatafileLimits.variableByteCount ? result : nil
    }

    /// Passes what follows `${`, to its end or to where it turns out to be no expression.
    private static func takeExpression(_ scanner: inout TextScanner) -> (name: String, fallback: String?)? {
        let start = scanner.position
        while let next = scanner.next, next != "}", next != ":" { scanner.position += 1 }
        let name = scanner.text(from: start)
        if scanner.take("}") { return (name, nil) }
        guard scanner.take(":-") else { return nil }
        let fallbackStart = scanner.position
        while let next = scanner.next, next != "}" { scanner.position += 1 }
        let fallback = scanner.text(from: fallbackStart)
        return scanner.take("}") ? (name, fallback) : nil
    }
}
