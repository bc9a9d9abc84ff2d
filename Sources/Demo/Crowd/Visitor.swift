// Part of Martlet. Apache License 2.0; see LICENSE.

/// Somebody, or some program, that visits again and again.
///
/// All of a visitor follows from the seed and his number, so millions of them need no memory.
package struct Visitor: Sendable, Hashable {
    package let number: Int
    /// Which of the product's customers he visits: 0 is the one with the most visitors.
    package let tenant: Int
    /// His name in a browser's cookie.
    package let id: String
    package let place: Place
    package let device: Device
    package let isBot: Bool
    /// Whether he ever says who he is.
    package let isIdentifiable: Bool
    /// Who he is then. Some people have two browsers, and thus are two visitors of one address.
    package let email: String

    private static let domains = ["gmail.com", "acme.io", "example.org", "initech.com", "outlook.com", "globex.de", "umbrella.co.jp"]
    private static let names = ["ada", "grace", "linus", "josé", "mei", "zoë", "omar", "ivan", "li", "noor"]

    init(number: Int, tenants: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed, number)
        self.number = number
        self.tenant = random.rank(of: tenants)
        self.id = "v_" + random.hexadecimal(12)
        self.place = random.popular(Place.all)
        self.isBot = random.chance(0.03)
        self.device = self.isBot ? random.popular(Device.bots) : random.popular(Device.all)
        self.isIdentifiable = !self.isBot && random.chance(0.3)
        // One in eight shares the address of another visitor's other device.
        let person = random.chance(0.125) ? number / 8 * 8 : number
        var personal = SeededGenerator(seed: seed &+ 1, person)
        self.email = "\(personal.popular(Self.names)).\(person)@\(personal.popular(Self.domains))"
    }
}
