// Part of Martlet. Apache License 2.0; see LICENSE.

/// How an analysis names columns: letters, digits and `_`, as a schema takes them without quotes.
///
/// One of these keeps the names of a schema apart.
struct ColumnNames {
    /// What the quarantine table and the grammar of schemas have taken.
    private var taken: Set<String> = ["c__error_column", "c__error", "c__import_id", "INDEX", "index"]

    /// The name, or the first of `name_2`, `name_3`, … that is free; fields without a name go by their number.
    mutating func add(_ name: String, at index: Int) -> String {
        let base = name.isEmpty ? "column_\(index < 10 ? "0" : "")\(index)" : name
        var unique = base
        var number = 2
        while !self.taken.insert(unique).inserted {
            unique = "\(base)_\(number)"
            number += 1
        }
        return unique
    }

    /// `Price (€)` becomes `price____`, `2020 Census` becomes `c_2020_census`.
    static func fromHeader(_ name: String) -> String {
        self.plain(name.trimmingBlanks.lowercased())
    }

    /// The keys on the way, with `_` between them; their case is kept.
    static func fromKeys(_ keys: [String]) -> String {
        self.plain(keys.joined(separator: "_"))
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
