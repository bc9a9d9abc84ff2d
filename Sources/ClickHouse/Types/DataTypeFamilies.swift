// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names under which types are known.
enum DataTypeFamilies {
    /// The names ClickHouse prints; they are case-sensitive.
    private static let canonical =
        """
        Int8 Int16 Int32 Int64 Int128 Int256 UInt8 UInt16 UInt32 UInt64 UInt128 UInt256 Float32 Float64 BFloat16
        Decimal Decimal32 Decimal64 Decimal128 Decimal256 Bool String FixedString UUID IPv4 IPv6
        Date Date32 DateTime DateTime32 DateTime64 Enum Enum8 Enum16 Array Map Tuple Nested Nullable LowCardinality
        AggregateFunction SimpleAggregateFunction JSON Variant Dynamic
        Point Ring LineString MultiLineString Polygon MultiPolygon Geometry
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// Names of other databases that ClickHouse takes in any case, by the family they stand for.
    private static let aliases: [String: String] = {
        let table = """
            Int8: TINYINT, INT1, BYTE, TINYINT SIGNED, INT1 SIGNED
            Int16: SMALLINT, SMALLINT SIGNED
            Int32: INT, INTEGER, MEDIUMINT, INT SIGNED, INTEGER SIGNED, MEDIUMINT SIGNED
            Int64: BIGINT, SIGNED, BIGINT SIGNED
            UInt8: TINYINT UNSIGNED, INT1 UNSIGNED
            UInt16: SMALLINT UNSIGNED, YEAR
            UInt32: INT UNSIGNED, INTEGER UNSIGNED, MEDIUMINT UNSIGNED
            UInt64: BIGINT UNSIGNED, UNSIGNED, BIT
            Float32: FLOAT, REAL, SINGLE
            Float64: DOUBLE, DOUBLE PRECISION
            Decimal: DECIMAL, DEC, NUMERIC, FIXED
            Decimal32: DECIMAL32
            Decimal64: DECIMAL64
            Decimal128: DECIMAL128
            Decimal256: DECIMAL256
            Bool: BOOL
            String: CHAR, CHARACTER, NCHAR, VARCHAR, VARCHAR2, NVARCHAR, CHAR VARYING, CHARACTER VARYING
            String: CHAR LARGE OBJECT, CHARACTER LARGE OBJECT, BINARY LARGE OBJECT, BINARY VARYING, VARBINARY, BYTEA
            String: NATIONAL CHAR, NATIONAL CHARACTER, NATIONAL CHAR VARYING, NATIONAL CHARACTER VARYING
            String: TEXT, TINYTEXT, MEDIUMTEXT, LONGTEXT, CLOB, BLOB, TINYBLOB, MEDIUMBLOB, LONGBLOB
            FixedString: BINARY
            Date: DATE
            Date32: DATE32
            DateTime: DATETIME, TIMESTAMP
            DateTime32: DATETIME32
            DateTime64: DATETIME64
            Enum: ENUM
            JSON: JSON
            IPv4: INET4
            IPv6: INET6
            """
        var aliases: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: ":")
            for name in parts[1].split(separator: ",") { aliases[String(name.dropFirst())] = String(parts[0]) }
        }
        return aliases
    }()

    /// Words that may follow the first one of an alias, like `UNSIGNED` or `PRECISION`.
    static let followingWords: Set = ["SIGNED", "UNSIGNED", "PRECISION", "VARYING", "LARGE", "OBJECT", "CHAR", "CHARACTER"]

    private static let canonicalNames = Set(canonical)

    /// The canonical name of a family, nil if there is none of that name.
    static func resolve(_ name: String) -> String? {
        self.canonicalNames.contains(name) ? name : self.aliases[name.uppercased()]
    }

    /// At most two names that the author may have meant, the nearest first.
    static func suggestions(for name: String) -> [String] {
        let name = Array(name.lowercased().utf8.prefix(64))
        let tolerance = (name.count + 2) / 3
        let near = self.canonical.enumerated()
            .map { (distance: editDistance(name, Array($1.lowercased().utf8)), order: $0, name: $1) }
            .filter { $0.distance <= tolerance }
        return near.sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }.prefix(2).map(\.name)
    }

    /// The number of single changes that turn one name into the other.
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, l) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, r) in right.enumerated() {
                let substituted = diagonal + (l == r ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
