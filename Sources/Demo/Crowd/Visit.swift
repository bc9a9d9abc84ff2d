// Part of Martlet. Apache License 2.0; see LICENSE.

/// One visit: who comes, how, and when something happens.
package struct Visit: Sendable {
    package let visitor: Visitor
    /// Whether he has never been here before.
    package let isFirst: Bool
    /// The visit's name, as a session has.
    package let id: String
    package let arrival: Arrival
    /// When something happens: milliseconds since 1970, in order, at least one.
    package let moments: [Int64]
    /// Nothing that follows from the visit happens later; milliseconds since 1970.
    package let end: Int64
    /// Chance for what happens then, the same for the same visit.
    package var random: SeededGenerator

    /// Draws a visit that begins within an hour.
    ///
    /// - Parameters:
    ///   - hour: Hours since 1970.
    ///   - end: Nothing happens later; milliseconds since 1970.
    init(of visitor: Visitor, isFirst: Bool, in hour: Int, until end: Int64, random source: inout SeededGenerator) {
        var random = SeededGenerator(seed: source.next())
        self.visitor = visitor
        self.isFirst = isFirst
        self.id = "s_" + random.hexadecimal(16)
        self.arrival = visitor.isBot ? .direct : .drawn(by: &random)
        var moment = min(end, Int64(hour) * 3_600_000 + Int64(random.next() % 3_600_000))
        var moments = [moment]
        // Four moments on average, many visits with one; programs go on for long, and quickly.
        let (more, pause) = visitor.isBot ? (0.95, 2_000.0) : (0.75, 40_000.0)
        while random.chance(more), moments.count < Self.mostMoments {
            moment += 1 + Int64(random.exponential(mean: pause))
            guard moment <= end else { break }
            moments.append(moment)
        }
        self.moments = moments
        self.end = end
        self.random = random
    }

    /// Who is still here then has left the page open.
    private static let mostMoments = 60
}
