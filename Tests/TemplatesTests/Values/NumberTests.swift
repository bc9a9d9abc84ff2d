// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Templates

struct NumberTests {
    @Test("division and multiplication undo each other", arguments: 0..<200)
    func division(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let (dividend, divisor) = (generator.integer(), generator.integer())
        guard !divisor.isZero else { return }
        let (quotient, remainder) = dividend.dividedDown(by: divisor)
        #expect(quotient * divisor + remainder == dividend)
        #expect(remainder.isZero || remainder.isNegative == divisor.isNegative)
        #expect(remainder.magnitude < divisor.magnitude)
    }

    @Test("an integer reads back from its text", arguments: 0..<100)
    func text(_ seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let integer = generator.integer()
        #expect(TemplateInteger(decimal: integer.description) == integer)
    }

    @Test("machine words are exact at their ends", arguments: [0, 1, -1, Int.max, Int.min])
    func words(_ value: Int) {
        #expect(TemplateInteger(value).int == value)
        #expect(TemplateInteger(value).description == String(value))
        #expect((TemplateInteger(Int.max) + TemplateInteger(1)).int == nil)
    }

    @Test("what is no integer is refused", arguments: ["", "-", "+", "1.0", " 1", "1_0", "0x1", "٣", "1\n", "--1"])
    func malformed(_ text: String) {
        #expect(TemplateInteger(decimal: text) == nil)
    }

    @Test(
        "floats print as the shortest text that reads back",
        arguments: [
            (0.1, "0.1"), (1e15, "1000000000000000.0"), (1e16, "1e+16"), (12345678901234568, "1.2345678901234568e+16"), (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (Double.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (-0.0, "-0.0"), (100, "100.0"),
            (.infinity, "inf"),
            (-.infinity, "-inf"),
        ])
    func shortest(_ value: Double, _ text: String) {
        #expect(FloatText.shortest(value) == text)
    }

    @Test(
        "fixed places round the exact value, to even on a tie",
        arguments: [
            (0.5, 0, "0"), (1.5, 0, "2"), (2.675, 2, "2.67"), (0.125, 2, "0.12"), (1e22, 1, "10000000000000000000000.0"),
            (Double.leastNonzeroMagnitude, 3, "0.000"), (0, 2, "0.00"),
        ])
    func fixed(_ value: Double, _ places: Int, _ text: String) {
        #expect(FloatText.fixed(value, places: places) == text)
    }

    @Test(
        "truncation drops the fraction",
        arguments: [(2.9, "2"), (-2.9, "-2"), (1e20, "100000000000000000000"), (0.5, "0"), (9007199254740992, "9007199254740992")])
    func truncation(_ value: Double, _ text: String) {
        #expect(TemplateInteger(truncating: value)?.description == text)
    }

    @Test("infinity is no integer", arguments: [Double.infinity, -.infinity, .nan])
    func infinite(_ value: Double) {
        #expect(TemplateInteger(truncating: value) == nil)
    }
}

/// Numbers that are the same for the same seed.
private struct SeededGenerator {
    var state: UInt64

    private mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An integer of zero to four words.
    mutating func integer() -> TemplateInteger {
        var magnitude = Magnitude.zero
        for _ in 0..<(self.next() % 5) { magnitude = (magnitude << 64) + Magnitude(self.next() >> (self.next() % 64)) }
        return TemplateInteger(magnitude, isNegative: self.next() % 2 == 0)
    }
}
