// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials

/// The names that command lines give to workspaces for development (http-api contract, 17); a workspace of such a name is for that.
package enum DevelopmentName {
    private static let buildPrefix = "Tinybird_Local_Build_"
    private static let testPrefix = "Tinybird_Local_Test_"

    /// The workspace that a project is built in: the same for the same folder.
    package static func build(ofProjectAt path: String) -> String {
        let hash = SHA256.hash(data: Data(path.utf8))
        return self.buildPrefix + hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A workspace for one run of tests.
    package static func test() -> String { self.testPrefix + UUID().uuidString.lowercased().replacing("-", with: "_") }

    /// Whether a workspace of this name is for one run of tests.
    package static func isOfTest(_ name: String) -> Bool { name.hasPrefix(self.testPrefix) }

    package static func contains(_ name: String) -> Bool { name.hasPrefix(self.buildPrefix) || self.isOfTest(name) }
}
