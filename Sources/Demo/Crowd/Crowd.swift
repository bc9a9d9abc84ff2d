// Part of Martlet. Apache License 2.0; see LICENSE.

/// The visits of a growing crowd, hour by hour: people sleep at night, rest at weekends, and come back, mostly soon.
struct Crowd: Sendable {
    private let tenants: Int
    private let seed: UInt64
    private let end: Int64
    private var random: SeededGenerator
    private var visitorCount = 0

    /// - Parameter end: Nothing happens later; milliseconds since 1970.
    init(tenants: Int, seed: UInt64, until end: Int64) {
        self.tenants = tenants
        self.seed = seed
        self.end = end
        self.random = SeededGenerator(seed: seed)
    }

    /// How busy an hour of the day is, by the visitor's clock; 1 is the busiest.
    private static let wakefulness: [Double] = [
        0.18, 0.11, 0.08, 0.06, 0.06, 0.09, 0.2, 0.36, 0.58, 0.78, 0.88, 0.92, 0.88, 0.9, 0.96, 0.98, 0.95, 0.9, 0.86, 0.9, 1, 0.92, 0.66,
        0.36,
    ]

    /// How busy an hour is for all, compared with others of the same period.
    ///
    /// - Parameter age: How far the period has gone, from 0 to 1: the crowd triples.
    static func weight(of hour: Int, age: Double) -> Double {
        let awake = Place.all.enumerated().map { rank, place in self.wakefulness(at: place, hour) / Double(rank + 1) }.reduce(0, +)
        // Day 0 was a Thursday.
        let isWeekend = [2, 3].contains(hour / 24 % 7)
        return awake * (isWeekend ? 0.65 : 1) * (1 + 2 * age)
    }

    private static func wakefulness(at place: Place, _ hour: Int) -> Double { self.wakefulness[(hour + place.hoursAhead + 24) % 24] }

    /// The next visit that begins within an hour since 1970.
    mutating func visit(in hour: Int) -> Visit {
        var (visitor, isFirst) = self.somebody()
        // Asleep: somebody else comes. The busiest hours are ten times as busy as the emptiest, so this ends soon.
        while !visitor.isBot, !self.random.chance(Self.wakefulness(at: visitor.place, hour)) { (visitor, isFirst) = self.somebody() }
        if isFirst { self.visitorCount += 1 }
        return Visit(of: visitor, isFirst: isFirst, in: hour, until: self.end, random: &self.random)
    }

    /// Somebody new, or one of those who were here before: of these the newest most often.
    private mutating func somebody() -> (Visitor, isFirst: Bool) {
        let isNew = self.visitorCount == 0 || self.random.chance(0.4)
        let number = isNew ? self.visitorCount : self.visitorCount - 1 - self.random.rank(of: self.visitorCount)
        return (Visitor(number: number, tenants: self.tenants, seed: self.seed), isNew)
    }
}
