// Part of Martlet. Apache License 2.0; see LICENSE.

/// How yes and no are written in datafiles.
enum DatafileFlag {
    private static let yes = ["true", "yes", "on", "t", "y", "1"]
    private static let no = ["false", "no", "off", "f", "n", "0"]

    /// All words, those of yes first.
    static let words = yes + no

    /// The meaning of a word in any case; nil if it is neither.
    static func value(of text: String) -> Bool? {
        let word = text.lowercased()
        return self.yes.contains(word) ? true : self.no.contains(word) ? false : nil
    }
}
