// Part of Martlet. Apache License 2.0; see LICENSE.

/// Numbers as people read them.
enum Quantity {
    /// `1,234,567`
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text
    }

    /// `1.5 MB`, in steps of a thousand.
    static func size(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return "\(bytes) \(bytes == 1 ? "byte" : "bytes")" }
        var (size, unit) = (Double(bytes) / 1000, 0)
        while size >= 1000, unit < self.units.count - 1 { (size, unit) = (size / 1000, unit + 1) }
        let hundredths = (size * 100).rounded() / 100
        return "\(hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)) \(self.units[unit])"
    }

    private static let units = ["KB", "MB", "GB", "TB", "PB"]
}
