// Part of Martlet. Apache License 2.0; see LICENSE.

/// What `{% whitespace … %}` does to the SQL after it.
enum WhitespaceMode: String, Sendable {
    case all
    /// A run of blanks is one blank, a run with line breaks one line break.
    case single
    /// Every run is one blank.
    case oneline

    func applied(to text: String) -> String {
        guard self != .all else { return text }
        var result = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                run.append(scalar)
            } else {
                result.append(contentsOf: self.squeezed(run))
                run = String.UnicodeScalarView()
                result.append(scalar)
            }
        }
        result.append(contentsOf: self.squeezed(run))
        return String(result)
    }

    private func squeezed(_ run: String.UnicodeScalarView) -> String.UnicodeScalarView {
        guard !run.isEmpty else { return run }
        return (self == .single && run.contains("\n") ? "\n" : " ").unicodeScalars
    }
}
