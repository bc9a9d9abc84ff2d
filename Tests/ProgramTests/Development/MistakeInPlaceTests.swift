// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import Testing

@testable import martlet

struct MistakeInPlaceTests {
    private static let file = DeploymentFile(path: "a.pipe", text: "NODE n\nSQL >\n\tSELECT x\n")

    private func text(line: Int, column: Int, file: String = "a.pipe") -> String {
        let mistake = ProjectMistake(file: file, line: line, column: column, message: "no x", hint: "use y")
        return MistakeInPlace(mistake: mistake, files: [Self.file]).text(style: TextStyle(isColored: false))
    }

    @Test func `the line is shown with a mark below the spot`() {
        #expect(
            self.text(line: 3, column: 9) == """
                a.pipe:3:9: error: no x (use y)
                  3 |  SELECT x
                    |         ^

                """)
    }

    @Test(arguments: [(3, 99), (3, 0), (3, -1)])
    func `a place beside the line is shown at its edge`(line: Int, column: Int) {
        #expect(self.text(line: line, column: column).hasSuffix(column > 0 ? "    |          ^\n" : "    | ^\n"))
    }

    @Test(arguments: [(0, 1), (4, 1), (99, 1), (-1, 1)])
    func `a place that is none is told without a line`(line: Int, column: Int) {
        #expect(self.text(line: line, column: column) == "a.pipe:\(line):1: error: no x (use y)\n")
        #expect(self.text(line: 1, column: 1, file: "b.pipe") == "b.pipe:1:1: error: no x (use y)\n")
    }
}
