// Part of Martlet. Apache License 2.0; see LICENSE.

/// Comments in a schema: from `--` to the end of the line, except inside quotes of any kind.
enum SchemaComments {
    /// The text with every comment replaced by as many blanks, so that all places stay what they were.
    static func blanked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var quote: Unicode.Scalar?
        var isComment = false
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\n" {
                isComment = false
                // A name or path never spans lines: what is unclosed must not hide the comments of the rest.
                if quote == "`" { quote = nil }
            } else if let open = quote {
                if scalar == open { quote = nil }
            } else if !isComment {
                if scalar == "'" || scalar == "\"" || scalar == "`" { quote = scalar }
                isComment = scalar == "-" && index + 1 < scalars.count && scalars[index + 1] == "-"
            }
            result.append(isComment ? " " : scalar)
        }
        return String(result)
    }
}
