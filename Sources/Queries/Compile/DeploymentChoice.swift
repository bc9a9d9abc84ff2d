// Part of Martlet. Apache License 2.0; see LICENSE.

/// A deployment that a caller asks for by `__tb__deployment` (http-api contract, 16.4).
package enum DeploymentChoice: Sendable, Hashable, CustomStringConvertible {
    /// The one that waits to be promoted.
    case staging
    case number(Int)

    /// Nil if the text names none.
    package init?(_ text: String) {
        if text == "staging" {
            self = .staging
        } else if let number = Int(text) {
            self = .number(number)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .staging: "a staging deployment"
        case .number(let number): "deployment \(number)"
        }
    }
}
