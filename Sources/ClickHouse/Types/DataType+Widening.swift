// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataType {
    /// Whether the engine turns every value of another type into one of this type that means the same (datafiles contract, 17).
    package func holdsAllValues(of other: DataType) -> Bool {
        if self == other { return true }
        switch (other, self) {
        case (.lowCardinality(let old), let new): return new.holdsAllValues(of: old)
        case (let old, .lowCardinality(let new)): return new.holdsAllValues(of: old)
        case (.nullable(let old), .nullable(let new)): return new.holdsAllValues(of: old)
        case (.nullable, _): return false
        case (let old, .nullable(let new)): return new.holdsAllValues(of: old)
        case (.integer(let oldBits, let oldIsSigned), .integer(let bits, let isSigned)):
            return oldIsSigned == isSigned ? oldBits <= bits : isSigned && oldBits < bits
        case (.float(let oldBits), .float(let bits)): return oldBits <= bits
        case (.integer(let oldBits, _), .float(let bits)): return oldBits <= (bits == 64 ? 32 : bits / 2)
        case (.integer, .string), (.uuid, .string), (.enumeration, .string), (.bool, .string): return true
        case (.bool, .integer): return true
        case (.decimal(let oldPrecision, let oldScale), .decimal(let precision, let scale)):
            return oldScale <= scale && oldPrecision - oldScale <= precision - scale
        case (.fixedString(let oldCount), .fixedString(let count)): return oldCount <= count
        case (.fixedString, .string): return true
        case (.date, .date32): return true
        case (.dateTime(let oldZone), .dateTime(let zone)): return oldZone == zone
        case (.dateTime(let oldZone), .dateTime64(_, let zone)): return oldZone == zone
        case (.dateTime64(let oldPrecision, let oldZone), .dateTime64(let precision, let zone)):
            return oldPrecision <= precision && oldZone == zone
        case (.enumeration(_, let oldMembers), .enumeration(_, let members)): return Set(oldMembers).isSubset(of: members)
        case (.array(let old), .array(let new)): return new.holdsAllValues(of: old)
        case (.map(let oldKey, let oldValue), .map(let key, let value)):
            return key.holdsAllValues(of: oldKey) && value.holdsAllValues(of: oldValue)
        default: return false
        }
    }
}
