// Part of Martlet. Apache License 2.0; see LICENSE.

/// The lines of a file.
enum SourceLines {
    /// Line ends of any system end a line; a byte order mark is no text.
    static func of(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for (index, scalar) in text.unicodeScalars.enumerated() where index > 0 || scalar != "\u{FEFF}" {
            if scalar == "\n" || scalar == "\r" {
                if scalar == "\r" || previous != "\r" {
                    lines.append(String(line))
                    line.removeAll()
                }
            } else {
                line.append(scalar)
            }
            previous = scalar
        }
        lines.append(String(line))
        return lines
    }
}
