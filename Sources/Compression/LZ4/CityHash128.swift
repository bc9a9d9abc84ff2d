// Part of Martlet. Apache License 2.0; see LICENSE.

/// The hash that ClickHouse checks its compressed blocks by: CityHash128 of version 1.0.2 (Pike and Alakuijala, 2011), which later
/// versions changed.
struct CityHash128: Equatable {
    private(set) var low: UInt64
    private(set) var high: UInt64

    private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
    private static let k1: UInt64 = 0xb492_b66f_be98_f273
    private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f
    private static let k3: UInt64 = 0xc949_d7c7_509e_6557

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    init(of bytes: [UInt8]) {
        let count = bytes.count
        if count >= 16 {
            self.init(of: bytes[16...], seed: CityHash128(low: bytes.word(0) ^ Self.k3, high: bytes.word(8)))
        } else if count >= 8 {
            let seed = CityHash128(low: bytes.word(0) ^ (UInt64(count) &* Self.k0), high: bytes.word(count - 8) ^ Self.k1)
            self.init(of: [], seed: seed)
        } else {
            self.init(of: bytes[...], seed: CityHash128(low: Self.k0, high: Self.k1))
        }
    }

    private init(of bytes: ArraySlice<UInt8>, seed: CityHash128) {
        self = bytes.count < 128 ? Self.short(Array(bytes), seed) : Self.long(Array(bytes), seed)
    }

    private static func short(_ bytes: [UInt8], _ seed: CityHash128) -> CityHash128 {
        let count = bytes.count
        var (a, b, c, d) = (seed.low, seed.high, UInt64(0), UInt64(0))
        if count <= 16 {
            a = Self.mix(a &* k1) &* k1
            c = b &* k1 &+ Self.hash16(bytes)
            d = Self.mix(a &+ (count >= 8 ? bytes.word(0) : c))
        } else {
            c = Self.join(bytes.word(count - 8) &+ k1, a)
            d = Self.join(b &+ UInt64(count), c &+ bytes.word(count - 16))
            a &+= d
            for position in stride(from: 0, to: count - 16, by: 16) {
                a = (a ^ Self.mix(bytes.word(position) &* k1) &* k1) &* k1
                b ^= a
                c = (c ^ Self.mix(bytes.word(position + 8) &* k1) &* k1) &* k1
                d ^= c
            }
        }
        a = Self.join(a, c)
        b = Self.join(d, b)
        return CityHash128(low: a ^ b, high: Self.join(b, a))
    }

    private static func long(_ bytes: [UInt8], _ seed: CityHash128) -> CityHash128 {
        var (x, y, z) = (seed.low, seed.high, UInt64(bytes.count) &* k1)
        var v = CityHash128(low: Self.rotate(y ^ k1, 49) &* k1 &+ bytes.word(0), high: 0)
        v.high = Self.rotate(v.low, 42) &* k1 &+ bytes.word(8)
        var w = CityHash128(low: Self.rotate(y &+ z, 35) &* k1 &+ x, high: Self.rotate(x &+ bytes.word(88), 53) &* k1)
        var position = 0
        while bytes.count - position >= 128 {
            for _ in 0..<2 {
                x = Self.rotate(x &+ y &+ v.low &+ bytes.word(position + 16), 37) &* k1
                y = Self.rotate(y &+ v.high &+ bytes.word(position + 48), 42) &* k1
                x ^= w.high
                y ^= v.low
                z = Self.rotate(z ^ w.low, 33)
                v = Self.weak(bytes, position, v.high &* k1, x &+ w.low)
                w = Self.weak(bytes, position + 32, z &+ w.high, y)
                swap(&z, &x)
                position += 64
            }
        }
        y &+= Self.rotate(w.low, 37) &* k0 &+ z
        x &+= Self.rotate(v.low &+ z, 49) &* k0
        // The rest in steps from the end; the last may reach into what was hashed before.
        for end in stride(from: bytes.count, to: position, by: -32) {
            y = Self.rotate(y &- x, 42) &* k0 &+ v.high
            w.low &+= bytes.word(end - 16)
            x = Self.rotate(x, 49) &* k0 &+ w.low
            w.low &+= v.low
            v = Self.weak(bytes, end - 32, v.low, v.high)
        }
        x = Self.join(x, v.low)
        y = Self.join(y, w.low)
        return CityHash128(low: Self.join(x &+ v.high, w.high) &+ y, high: Self.join(x &+ w.high, y &+ v.high))
    }

    /// The hash of at most 16 bytes.
    private static func hash16(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        switch count {
        case 9...:
            let end = bytes.word(count - 8)
            return Self.join(bytes.word(0), Self.rotate(end &+ UInt64(count), UInt64(count))) ^ end
        case 4...: return Self.join(UInt64(count) &+ (bytes.halfWord(0) << 3), bytes.halfWord(count - 4))
        case 1...:
            let y = UInt64(bytes[0]) &+ UInt64(bytes[count >> 1]) << 8
            let z = UInt64(count) &+ UInt64(bytes[count - 1]) << 2
            return Self.mix(y &* k2 ^ z &* k3) &* k2
        default: return k2
        }
    }

    private static func weak(_ bytes: [UInt8], _ position: Int, _ first: UInt64, _ second: UInt64) -> CityHash128 {
        let a = first &+ bytes.word(position)
        let z = bytes.word(position + 24)
        var b = Self.rotate(second &+ a &+ z, 21)
        let c = a &+ bytes.word(position + 8) &+ bytes.word(position + 16)
        b &+= Self.rotate(c, 44)
        return CityHash128(low: c &+ z, high: b &+ a)
    }

    private static func join(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let factor: UInt64 = 0x9ddf_ea08_eb38_2d69
        let a = Self.mix((first ^ second) &* factor)
        return Self.mix((second ^ a) &* factor) &* factor
    }

    private static func mix(_ value: UInt64) -> UInt64 { value ^ value >> 47 }
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { value >> count | value << (64 - count) }
}

extension [UInt8] {
    /// Eight bytes as a number, the lowest first.
    fileprivate func word(_ position: Int) -> UInt64 { self.halfWord(position) | self.halfWord(position + 4) << 32 }

    /// Four of them.
    fileprivate func halfWord(_ position: Int) -> UInt64 {
        UInt64(self[position]) | UInt64(self[position + 1]) << 8 | UInt64(self[position + 2]) << 16 | UInt64(self[position + 3]) << 24
    }
}
