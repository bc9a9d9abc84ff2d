// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

extension SourceText {
    /// The whole text of a file: its line ends are line feeds, and a byte order mark is gone.
    init(_ file: ProjectFile) {
        let lines = SourceLines.of(file.text).enumerated().map { index, line in
            (text: line, start: SourceLocation(file: file.path, line: index + 1, column: 1))
        }
        self.init(lines: lines, origin: SourceLocation(file: file.path, line: 1, column: 1))
    }
}
