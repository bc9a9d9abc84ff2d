// Part of Martlet. Apache License 2.0; see LICENSE.

/// The options that may stand in front of the command, where users of `tb` write them: `tb --token T datasource ls`.
enum GlobalOptions {
    private static let withValue: Set<String> = ["--host", "--token", "--user-token", "--workspace", "--branch", "--output"]
    private static let flags: Set<String> = ["--cloud", "--local", "--staging", "--debug", "--show-tokens"]
    /// Of other programs of the grammar: this one never looks for newer versions of itself.
    private static let idle: Set<String> = ["--version-warning", "--no-version-warning", "--no-debug", "--hide-tokens"]

    /// The arguments with these options behind the command, which parses them.
    static func behindCommand(_ arguments: [String]) -> [String] {
        var moved: [String] = []
        var rest = arguments[...]
        while let first = rest.first, first.hasPrefix("-") {
            let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
            if self.idle.contains(first) {
                rest = rest.dropFirst()
            } else if self.flags.contains(first) || name != first && self.withValue.contains(name) {
                moved.append(first)
                rest = rest.dropFirst()
            } else if self.withValue.contains(first), rest.count > 1 {
                moved += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        // What follows a terminator is no option.
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + moved + rest[end...]
    }
}
