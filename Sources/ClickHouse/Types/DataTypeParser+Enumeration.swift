// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    /// Members are numbered by the author, or from his first number (else 1) upwards.
    mutating func parseEnumeration(_ family: String, at start: Int) throws(DataTypeError) -> DataType {
        var members: [NumberedName] = []
        var numberedCount = 0
        try self.parseList { (parser) throws(DataTypeError) in
            let place = parser.offset
            guard case .string(let name) = parser.token else { throw Self.malformedEnumeration(at: place) }
            try parser.advance()
            if try parser.take("=") {
                guard case .number(let text) = parser.token, let value = Int(text), numberedCount == members.count else {
                    throw Self.malformedEnumeration(at: place)
                }
                try parser.advance()
                members.append((name, value))
                numberedCount += 1
            } else {
                guard numberedCount <= 1 else { throw Self.malformedEnumeration(at: place) }
                members.append((name, members.last.map { $0.value &+ 1 } ?? 1))
            }
        }
        guard !members.isEmpty else { throw .invalid("Enum data type cannot be empty", at: start) }
        let fitsInByte = members.allSatisfy { Int8(exactly: $0.value) != nil }
        let bits = family == "Enum16" || family == "Enum" && !fitsInByte ? 16 : 8
        return .enumeration(bits: bits, members: try Self.checkedMembers(members, bits: bits, at: start))
    }

    private typealias NumberedName = (name: String, value: Int)

    private static func checkedMembers(
        _ members: [NumberedName], bits: Int, at start: Int
    ) throws(DataTypeError) -> [DataType.EnumMember] {
        var names: Set<String> = []
        var values: Set<Int> = []
        var checked: [DataType.EnumMember] = []
        for (name, number) in members {
            guard let value = Int16(exactly: number), bits == 16 || Int8(exactly: number) != nil else {
                throw .invalid("Value \(number) for element '\(name)' exceeds range of Enum\(bits)", at: start)
            }
            guard names.insert(name).inserted else { throw .invalid("Duplicate names in enum: '\(name)'", at: start) }
            guard values.insert(number).inserted else { throw .invalid("Duplicate values in enum: '\(name)' = \(number)", at: start) }
            checked.append(DataType.EnumMember(name: name, value: value))
        }
        return checked.sorted { $0.value < $1.value }
    }

    private static func malformedEnumeration(at offset: Int) -> DataTypeError {
        let form = "'name' = number or 'name', where name is string literal and number is an integer"
        return .invalid("Elements of Enum data type must be of form: \(form)", at: offset)
    }
}
