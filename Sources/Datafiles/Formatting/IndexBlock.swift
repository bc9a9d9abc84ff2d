// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// INDEXES in its normal form: `name expression TYPE type GRANULARITY n`, one index per line.
enum IndexBlock {
    static func lines(_ written: [WrittenLine]) -> [String] {
        written.map { self.line($0.text.trimmingBlanks()) }
    }

    /// What is no index is a comment; a line that has one too stays as it is.
    private static func line(_ text: String) -> String {
        guard !text.contains("#"), !text.contains("--") else { return text }
        let place = SourceLocation(file: "", line: 1, column: 1)
        let index = IndexParser(SourceText(lines: [(text, place)], origin: place)).indexes.first
        // The word INDEX belongs to statements of the engine.
        return index.map { String($0.declaration.dropFirst("INDEX ".count)) } ?? text
    }
}
