// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct DataTypeWideningTests {
    @Test(arguments: [
        ("UInt8", "UInt64"), ("UInt32", "Int64"), ("Int32", "Int32"), ("Int32", "Float64"), ("Float32", "Float64"),
        ("String", "Nullable(String)"),
        ("Nullable(Int8)", "Nullable(Int16)"), ("LowCardinality(String)", "String"), ("String", "LowCardinality(String)"),
        ("LowCardinality(Nullable(String))", "Nullable(String)"), ("Enum8('a' = 1)", "Enum8('a' = 1, 'b' = 2)"),
        ("Enum8('a' = 1)", "String"),
        ("Date", "Date32"), ("DateTime", "DateTime64(3)"), ("DateTime64(3)", "DateTime64(6)"), ("Decimal(9, 2)", "Decimal(18, 4)"),
        ("Array(UInt8)", "Array(UInt16)"), ("Map(String, Int8)", "Map(String, Int16)"), ("FixedString(2)", "String"), ("Bool", "UInt8"),
    ])
    func `wider types hold all values`(old: String, new: String) throws {
        #expect(try DataType(parsing: new).holdsAllValues(of: try DataType(parsing: old)))
    }

    @Test(arguments: [
        ("UInt64", "UInt32"), ("Int8", "UInt64"), ("UInt64", "Int64"), ("Int64", "Float64"), ("Float64", "Float32"),
        ("Nullable(String)", "String"),
        ("Enum8('a' = 1, 'b' = 2)", "Enum8('a' = 1)"), ("Enum8('a' = 1)", "Enum8('a' = 2)"), ("String", "UInt8"), ("Date", "DateTime"),
        ("DateTime('UTC')", "DateTime('Europe/Paris')"), ("Decimal(9, 2)", "Decimal(9, 4)"), ("String", "FixedString(2)"),
        ("AggregateFunction(sum, UInt8)", "AggregateFunction(sum, UInt16)"),
    ])
    func `others do not`(old: String, new: String) throws {
        #expect(try !DataType(parsing: new).holdsAllValues(of: try DataType(parsing: old)))
    }
}
