// Part of Martlet. Apache License 2.0; see LICENSE.

/// A column of an endpoint's answer.
package struct ResultColumn: Sendable, Hashable {
    package let name: String
    /// As the engine prints it.
    package let type: String
    /// False if some calls have it and others have not.
    package internal(set) var isInEveryAnswer = true
}

extension [ResultColumn] {
    /// The columns of two ways to call one endpoint; a column of both has the type of the first.
    func merged(with others: [ResultColumn]) -> [ResultColumn] {
        let names = Set(self.map(\.name))
        let otherNames = Set(others.map(\.name))
        var merged = self + others.filter { !names.contains($0.name) }
        for index in merged.indices where !names.contains(merged[index].name) || !otherNames.contains(merged[index].name) {
            merged[index].isInEveryAnswer = false
        }
        return merged
    }
}
