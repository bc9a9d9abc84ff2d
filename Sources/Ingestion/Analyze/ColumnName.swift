// Part of Martlet. Apache License 2.0; see LICENSE.

/// How an analysis names columns: letters, digits and `_`, as a schema takes them without quotes.
enum ColumnName {
    /// `Price (€)` becomes `price____`, `2020 Census` becomes `c_2020_census`.
    static func fromHeader(_ name: String) -> String {
        self.plain(name.trimmingBlanks.lowercased())
    }

    /// The keys on the way, with `_` between them; their case is kept.
    static func fromKeys(_ keys: [String]) -> String {
        self.plain(keys.joined(separator: "_"))
    }

    /// The name of a field that has none, by its number from 0.
    static func ofField(_ index: Int) -> String {
        "column_\(index < 10 ? "0" : "")\(index)"
    }

    private static func plain(_ name: String) -> String {
        let plain = String(name.unicodeScalars.map { self.isPlain($0) ? Character($0) : "_" })
        guard let first = plain.unicodeScalars.first else { return "" }
        return ("0"..."9").contains(first) ? "c_\(plain)" : plain
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }
}

extension String {
    /// The text without the blanks around it.
    fileprivate var trimmingBlanks: String {
        let text = self.drop { $0 == " " || $0 == "\t" }
        guard let last = text.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(text[...last])
    }
}
