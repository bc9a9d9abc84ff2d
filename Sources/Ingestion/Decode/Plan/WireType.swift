// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

extension DataType {
    /// The type in which values travel to the engine, which casts them to the column's own as it inserts them.
    ///
    /// Dictionaries are left to the engine, and so is JSON: it travels as its text. Nil for types no row can fill.
    var wireType: DataType? {
        switch self {
        case .integer, .float(bits: 32), .float(bits: 64), .decimal, .bool, .string, .fixedString, .uuid, .ipv4, .ipv6, .date, .date32,
            .dateTime, .dateTime64, .enumeration:
            return self
        case .float: return .float(bits: 32)
        case .lowCardinality(let inner), .simpleAggregateFunction(_, let inner): return inner.wireType
        case .json: return .string
        case .array(let inner): return inner.wireType.map { .array($0) }
        case .map(let key, let value):
            guard let key = key.wireType, let value = value.wireType else { return nil }
            return .map(key: key, value: value)
        case .tuple(let elements) where !elements.isEmpty:
            var wired: [TupleElement] = []
            for element in elements {
                guard let type = element.type.wireType else { return nil }
                wired.append(TupleElement(name: element.name, type: type))
            }
            return .tuple(wired)
        case .nullable(let inner):
            guard let inner = inner.wireType, inner.isScalar else { return nil }
            return .nullable(inner)
        case .geometry(let geometry): return geometry.expansion
        case .tuple, .nested, .aggregateFunction, .variant, .dynamic: return nil
        }
    }

    /// Whether `Nullable` may stand around the type.
    var isScalar: Bool {
        switch self {
        case .array, .map, .tuple, .nested, .nullable, .variant, .dynamic, .geometry, .aggregateFunction: false
        case .lowCardinality(let inner), .simpleAggregateFunction(_, let inner): inner.isScalar
        default: true
        }
    }

    /// Whether values of the type, or values inside them, are JSON objects.
    var containsJSON: Bool {
        switch self {
        case .json: true
        case .array(let inner), .nullable(let inner): inner.containsJSON
        case .map(let key, let value): key.containsJSON || value.containsJSON
        case .tuple(let elements): elements.contains { $0.type.containsJSON }
        default: false
        }
    }

    /// Whether any JSON value fits, which then travels as its text.
    var takesAnyJSON: Bool {
        switch self {
        case .variant, .dynamic: true
        default: false
        }
    }
}

extension DataType.Geometry {
    /// The tuples and arrays that the name stands for; nil for the one that is several of them.
    fileprivate var expansion: DataType? {
        let point = DataType.tuple([.init(type: .float(bits: 64)), .init(type: .float(bits: 64))])
        return switch self {
        case .point: point
        case .ring, .lineString: .array(point)
        case .polygon, .multiLineString: .array(.array(point))
        case .multiPolygon: .array(.array(.array(point)))
        case .geometry: nil
        }
    }
}
