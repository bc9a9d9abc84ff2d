// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse

extension JSONSchema {
    /// What a JSON answer holds for values of a column's type, as the engine prints it.
    ///
    /// A type that is not known here, such as an interval, may be anything.
    package init(columnType: String) {
        if let type = try? DataType(parsing: columnType) { self.init(valuesOf: type) } else { self.init(.anything) }
        self.typeName = columnType
    }

    /// What a JSON answer holds for values of this type.
    package init(valuesOf type: DataType) {
        switch type {
        case .integer(let bits, let isSigned):
            self.init(.integer(minimum: isSigned ? nil : 0), format: Self.integerFormat(bits: bits, isSigned: isSigned))
        case .float(let bits):
            // JSON has no infinity and no NaN.
            self.init(.number, format: [32: "float", 64: "double"][bits])
            self.isNullable = true
        case .decimal:
            self.init(.number)
        case .bool:
            self.init(.boolean)
        case .string, .fixedString, .aggregateFunction:
            self.init(.string())
        case .uuid:
            self.init(.string(), format: "uuid")
        case .ipv4:
            self.init(.string(), format: "ipv4")
        case .ipv6:
            self.init(.string(), format: "ipv6")
        case .date, .date32:
            self.init(.string(), format: "date")
        case .dateTime:
            self.init(.string(pattern: Self.timePattern + "$"))
        case .dateTime64(let precision, _):
            self.init(.string(pattern: Self.timePattern + (precision > 0 ? "\\.[0-9]{\(precision)}$" : "$")))
        case .enumeration(_, let members):
            self.init(.string())
            self.choices = members.map { .string($0.name) }
        case .array(let item):
            self.init(.array(of: JSONSchema(valuesOf: item)))
        case .map(_, let value):
            self.init(.map(to: JSONSchema(valuesOf: value)))
        case .tuple(let elements):
            self.init(elements)
        case .nested(let elements):
            self.init(.array(of: JSONSchema(elements)))
        case .nullable(let inner):
            self.init(valuesOf: inner)
            self.isNullable = true
        case .lowCardinality(let inner), .simpleAggregateFunction(_, let inner):
            self.init(valuesOf: inner)
        case .json:
            self.init(.map(to: JSONSchema(.anything)))
        case .variant, .dynamic:
            self.init(.anything)
        case .geometry(let geometry):
            self.init(geometry)
        }
    }

    /// A date and a time as the database writes them.
    static let timePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"

    /// The format of OpenAPI that tells generated code how many bits it needs; there is none beyond 64.
    static func integerFormat(bits: Int, isSigned: Bool) -> String? {
        switch bits {
        case ..<32: "int32"
        case 32: isSigned ? "int32" : "int64"
        case 64: "int64"
        default: nil
        }
    }

    /// A tuple: an object if its members have names.
    private init(_ elements: [DataType.TupleElement]) {
        let names = elements.compactMap(\.name)
        let schemas = elements.map { JSONSchema(valuesOf: $0.type) }
        let isNamed = !names.isEmpty && names.count == schemas.count
        self.init(isNamed ? .object(zip(names, schemas).map { Property($0, $1) }) : .tuple(schemas))
    }

    private init(_ geometry: DataType.Geometry) {
        let point = JSONSchema(valuesOf: .tuple([.init(type: .float(bits: 64)), .init(type: .float(bits: 64))]))
        let line = JSONSchema(.array(of: point))
        switch geometry {
        case .point: self = point
        case .ring, .lineString: self = line
        case .multiLineString, .polygon: self.init(.array(of: line))
        case .multiPolygon: self.init(.array(of: JSONSchema(.array(of: line))))
        case .geometry: self.init(.anything)
        }
    }
}
