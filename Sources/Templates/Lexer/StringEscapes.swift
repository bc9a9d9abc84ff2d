// Part of Martlet. Apache License 2.0; see LICENSE.

/// The escapes of string literals.
enum StringEscapes {
    /// The text a literal stands for. An unknown escape stays as it is written.
    static func undone(in text: String) throws(TemplateError) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var scalars = text.unicodeScalars[...]
        var result = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            guard scalar == "\\", let letter = scalars.popFirst() else {
                result.append(scalar)
                continue
            }
            switch letter {
            case "\n": break
            case "\\", "'", "\"": result.append(letter)
            case "a": result.append("\u{7}")
            case "b": result.append("\u{8}")
            case "f": result.append("\u{C}")
            case "n": result.append("\n")
            case "r": result.append("\r")
            case "t": result.append("\t")
            case "v": result.append("\u{B}")
            case "0"..."7":
                var digits = String(letter)
                while digits.utf8.count < 3, let next = scalars.first, ("0"..."7").contains(next) {
                    digits.unicodeScalars.append(next)
                    scalars.removeFirst()
                }
                result.append(try self.scalar(digits, radix: 8, escape: "\\\(digits)"))
            case "x": result.append(try self.hexadecimal(2, from: &scalars, letter: letter))
            case "u": result.append(try self.hexadecimal(4, from: &scalars, letter: letter))
            case "U": result.append(try self.hexadecimal(8, from: &scalars, letter: letter))
            default: result.append(contentsOf: [scalar, letter])
            }
        }
        return String(result)
    }

    private static func hexadecimal(
        _ count: Int, from scalars: inout Substring.UnicodeScalarView, letter: Unicode.Scalar
    ) throws(TemplateError) -> Unicode.Scalar {
        let digits = String(scalars.prefix(count))
        scalars = scalars.dropFirst(count)
        let isComplete = digits.utf8.count == count && digits.allSatisfy(\.isHexDigit)
        return try self.scalar(isComplete ? digits : "", radix: 16, escape: "\\\(letter)\(digits)")
    }

    private static func scalar(_ digits: String, radix: Int, escape: String) throws(TemplateError) -> Unicode.Scalar {
        guard let value = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(value) else {
            throw TemplateError(.syntax, "invalid syntax: \"\(escape)\" is not a character")
        }
        return scalar
    }
}
