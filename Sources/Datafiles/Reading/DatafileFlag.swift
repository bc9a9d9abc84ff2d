// Part of Martlet. Apache License 2.0; see LICENSE.

/// How yes and no are written in datafiles.
enum DatafileFlag {
    /// The meaning of a word; nil if it is neither.
    static func value(of text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "t", "y", "1": true
        case "false", "no", "off", "f", "n", "0": false
        default: nil
        }
    }
}
