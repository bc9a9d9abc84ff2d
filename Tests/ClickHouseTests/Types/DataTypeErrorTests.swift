// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct DataTypeErrorTests {
    @Test(
        arguments: [
            ("Boolean", "Boolean type is not supported", "Hint: use Bool or UInt8 instead", 0),
            ("Array(BOOLEAN)", "Boolean type is not supported", "Hint: use Bool or UInt8 instead", 6),
            ("DateTime64", "DateTime64 type without precision is not supported", "Hint: use DateTime64(3) instead", 0),
            ("Int", "Precision is mandatory for Int types", "Hint: use one of Int8, Int16, Int32, Int64, Int128, Int256", 0),
            ("UInt", "Precision is mandatory for UInt types", "Hint: use one of UInt8, UInt16, UInt32, UInt64, UInt128, UInt256", 0),
        ])
    func `a common mistake gets a hint`(text: String, message: String, hint: String, offset: Int) throws {
        let error = try #require(throws: DataTypeError.self) { try DataType(parsing: text) }
        #expect(error.message == message)
        #expect(error.hint == hint)
        #expect(error.offset == offset)
    }

    @Test(
        arguments: [
            ("Foo", "Unknown data type family: Foo"),
            ("int32", "Unknown data type family: int32. Maybe you meant: ['Int32','UInt32']"),
            ("nullable(Int8)", "Unknown data type family: nullable. Maybe you meant: ['Nullable']"),
            ("Array(Strin)", "Unknown data type family: Strin. Maybe you meant: ['String']"),
        ])
    func `an unknown family is named, with those that are near`(text: String, message: String) {
        self.expect(text, message)
    }

    @Test(
        arguments: [
            ("", "expected a type, found the end"),
            ("Array(Int8", "expected ')', found the end"),
            ("Array(Int8))", "expected the end of the type, found ')'"),
            ("String String", "expected the end of the type, found 'String'"),
            ("Array(3)", "expected a type, found '3'"),
            ("Array", "Array data type family must have exactly one argument - type of elements"),
            ("Map(String)", "Map data type family must have two arguments: key and value types"),
            ("Map(Nullable(String), Int8)", "Map cannot have a key of type Nullable(String)"),
            ("Nullable(LowCardinality(String))", "Nested type LowCardinality(String) cannot be inside Nullable type"),
            ("Nullable(Array(Int8))", "Nested type Array(Int8) cannot be inside Nullable type"),
            (
                "LowCardinality(Array(Int8))",
                "DataTypeLowCardinality is supported only for numbers, strings, Date or DateTime, but got Array(Int8)"
            ),
            ("Tuple(a Int8, String)", "Names are specified not for all elements of Tuple type"),
            ("Date(3)", "Data type Date cannot have arguments"),
            ("FixedString(0)", "FixedString data type family must have a number (positive integer) as its argument"),
            ("Decimal(77, 0)", "Wrong precision: it must be between 1 and 76, got 77"),
            ("Decimal(3, 5)", "Negative scales and scales larger than precision are not supported"),
            ("DateTime64(10)", "Scale 10 is too large for DateTime64. Maximum is up to nanoseconds (9)."),
            ("Enum8()", "Enum data type cannot be empty"),
            ("Enum8('a' = 200)", "Value 200 for element 'a' exceeds range of Enum8"),
            ("Enum('a', 'a')", "Duplicate names in enum: 'a'"),
            ("Enum('a", "the closing ' is missing"),
            ("Variant(Nullable(String))", "Nullable/LowCardinality(Nullable) types are not allowed inside Variant type"),
        ])
    func `a known family used wrongly says what is right`(text: String, reason: String) {
        self.expect(text, "Error parsing type: \(reason)")
    }

    @Test(
        arguments: [
            ("Int32", "Int64"), ("Float32", "Float64"), ("Nullable(UInt8)", "Nullable(UInt64)"), ("Decimal(10, 2)", "Decimal(38, 2)"),
        ])
    func `a sum must be stored as what it returns`(stored: String, returned: String) {
        self.expect(
            "SimpleAggregateFunction(sum, \(stored))",
            "Incompatible data types between aggregate function 'sum' which returns \(returned) and column storage type \(stored)")
    }

    @Test func `types are nested only so deep`() {
        let depth = 100_000
        let text = String(repeating: "Array(", count: depth) + "Int8" + String(repeating: ")", count: depth)
        self.expect(text, "Error parsing type: types may be nested at most 32 levels deep")
    }

    private func expect(_ text: String, _ message: String) {
        let error = #expect(throws: DataTypeError.self) { try DataType(parsing: text) }
        #expect(error?.message == message)
    }
}
