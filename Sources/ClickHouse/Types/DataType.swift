// Part of Martlet. Apache License 2.0; see LICENSE.

/// A ClickHouse data type, as a value.
///
/// Two spellings of one type (`INT UNSIGNED`, `UInt32`) are equal; `description` is the spelling ClickHouse prints.
package indirect enum DataType: Hashable, Sendable {
    /// `Int8` to `Int256`, `UInt8` to `UInt256`.
    case integer(bits: Int, isSigned: Bool)
    /// `Float32`, `Float64`, and with 16 bits `BFloat16`.
    case float(bits: Int)
    case decimal(precision: Int, scale: Int)
    case bool
    case string
    case fixedString(byteCount: Int)
    case uuid
    case ipv4
    case ipv6
    case date
    case date32
    case dateTime(timeZone: String?)
    case dateTime64(precision: Int, timeZone: String?)
    /// `Enum8` and `Enum16`; the members in the order of their values.
    case enumeration(bits: Int, members: [EnumMember])
    case array(DataType)
    case map(key: DataType, value: DataType)
    case tuple([TupleElement])
    case nested([TupleElement])
    case nullable(DataType)
    case lowCardinality(DataType)
    /// The function with its parameters, as in `quantiles(0.5, 0.9)`, and the types of its arguments.
    case aggregateFunction(function: String, arguments: [DataType])
    /// The function, and the type that is stored.
    case simpleAggregateFunction(function: String, DataType)
    case json(JSONOptions)
    /// The alternatives in the order of their names.
    case variant([DataType])
    case dynamic(maximumTypes: Int)
    case geometry(Geometry)
}

extension DataType {
    /// One name of an `Enum`.
    package struct EnumMember: Hashable, Sendable {
        package let name: String
        package let value: Int16

        package init(name: String, value: Int16) {
            self.name = name
            self.value = value
        }
    }

    /// One member of a `Tuple` or `Nested`; members of a tuple have names all or none.
    package struct TupleElement: Hashable, Sendable {
        package let name: String?
        package let type: DataType

        package init(name: String? = nil, type: DataType) {
            self.name = name
            self.type = type
        }
    }

    /// What may stand in the parentheses of `JSON`.
    package struct JSONOptions: Hashable, Sendable {
        package static let defaultMaximumTypes = 32
        package static let defaultMaximumPaths = 1024

        package var maximumTypes = Self.defaultMaximumTypes
        package var maximumPaths = Self.defaultMaximumPaths
        /// Paths of a declared type, in the order of their names.
        package var typedPaths: [TupleElement] = []
        /// Paths that are not stored.
        package var skippedPaths: [String] = []
        /// Expressions whose paths are not stored.
        package var skippedPatterns: [String] = []

        package init() {}
    }

    /// Types of the plane that are names for tuples and arrays of `Float64`.
    package enum Geometry: String, Hashable, Sendable, CaseIterable {
        case point = "Point"
        case ring = "Ring"
        case lineString = "LineString"
        case multiLineString = "MultiLineString"
        case polygon = "Polygon"
        case multiPolygon = "MultiPolygon"
        case geometry = "Geometry"
    }
}

extension DataType {
    /// Reads a type as it stands in a schema or as ClickHouse prints it.
    package init(parsing text: String) throws(DataTypeError) {
        var parser = try DataTypeParser(text)
        self = try parser.parse()
    }

    /// Whether NULL can be stored: `Nullable(T)`, also inside `LowCardinality` or `SimpleAggregateFunction`.
    package var isNullable: Bool {
        switch self {
        case .nullable: true
        case .lowCardinality(let inner), .simpleAggregateFunction(_, let inner): inner.isNullable
        default: false
        }
    }

    /// Whether a column holds states of an aggregate function, which no row of JSON or CSV can spell.
    package var isAggregateFunction: Bool {
        if case .aggregateFunction = self { true } else { false }
    }

    /// The type of the values that are stored: without `Nullable`, `LowCardinality`, `SimpleAggregateFunction` around it.
    package var unwrapped: DataType {
        switch self {
        case .nullable(let inner), .lowCardinality(let inner), .simpleAggregateFunction(_, let inner): inner.unwrapped
        default: self
        }
    }
}
