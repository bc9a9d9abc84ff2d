// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// What the program is called: by the name it was started under, so that `tb` stays `tb` to scripts and to their readers.
enum ProgramName {
    static let martlet = "martlet"
    static let tb = "tb"

    /// The name of this run.
    static let current = name(ofPath: CommandLine.arguments.first ?? martlet)

    static func name(ofPath path: String) -> String { path.split(separator: "/").last == "tb" ? self.tb : self.martlet }

    /// What `--version` prints; scripts read the numbers out of either.
    static func version(as name: String) -> String {
        name == self.tb ? "tb, version \(MartletVersion.text) (rev martlet)" : MartletVersion.text
    }
}
