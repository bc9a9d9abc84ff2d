// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

/// Draws by which a crowd behaves like people.
extension SeededGenerator {
    /// At least 0, below 1.
    package mutating func fraction() -> Double { Double(self.next() >> 11) * 0x1p-53 }

    /// True in this share of all draws.
    package mutating func chance(_ share: Double) -> Bool { self.fraction() < share }

    /// Waiting times: many short ones, few long ones.
    package mutating func exponential(mean: Double) -> Double { -log(1 - self.fraction()) * mean }

    /// A place in a list in which the first are chosen most: the n-th about 1/n as often as the first (Zipf).
    package mutating func rank(of count: Int) -> Int { min(count - 1, Int(pow(Double(count + 1), self.fraction())) - 1) }

    /// One of a list that is not empty, the first ones most often.
    package mutating func popular<Element>(_ list: [Element]) -> Element { list[self.rank(of: list.count)] }

    /// One of a list that is not empty, each as often as the others.
    package mutating func any<Element>(_ list: [Element]) -> Element { list[Int(self.next() % UInt64(list.count))] }

    /// So many hexadecimal digits, at most 16.
    package mutating func hexadecimal(_ digits: Int) -> String {
        let text = String(self.next() | 1 << 63, radix: 16)
        return String(text.suffix(digits))
    }
}
