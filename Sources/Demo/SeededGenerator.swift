// Part of Martlet. Apache License 2.0; see LICENSE.

/// Random numbers that a seed brings back: SplitMix64 by Steele, Lea and Flood (2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { self.state = seed }

    /// The generator of one thing among many: what is drawn for it does not depend on what was drawn for the others.
    package init(seed: UInt64, _ number: Int) {
        var mixer = SeededGenerator(seed: seed &+ UInt64(bitPattern: Int64(number)) &* 0xD134_2543_DE82_EF95)
        self.state = mixer.next()
    }

    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
