// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import Testing

@testable import martlet

struct ListingTests {
    private func rendered(_ format: OutputFormat, width: Int = 80) -> String {
        let listing = Listing(
            title: "Pipes", key: "pipes", columns: ["name", "nodes", "size"],
            rows: [[.text("top"), .number(1), .size(0)], [.text("a \"b\", c"), .number(12), .size(1_234_567)]])
        return listing.rendered(as: format, width: width, style: TextStyle(isColored: false))
    }

    @Test func `people read a table`() {
        #expect(
            self.rendered(.human) == """
                ** Pipes:
                ------------------------------
                | name     | nodes | size    |
                ------------------------------
                | top      |     1 | -       |
                | a "b", c |    12 | 1.23 MB |
                ------------------------------


                """)
    }

    @Test func `where the table is too wide, people read a block a row`() {
        #expect(
            self.rendered(.human, width: 20) == """
                ** Pipes:
                --------------
                name: top
                nodes: 1
                size: -
                --------------
                name: a "b", c
                nodes: 12
                size: 1.23 MB
                --------------


                """)
        let empty = FramedTable(columns: ["name"], rows: []).rendered(width: 3, style: TextStyle(isColored: false))
        #expect(empty == "---\nEmpty\n---\n")
    }

    @Test func `programs read JSON with members in the order of the columns`() {
        #expect(
            self.rendered(.json) == #"""
                {
                  "pipes": [
                    {
                      "name": "top",
                      "nodes": 1,
                      "size": "-"
                    },
                    {
                      "name": "a \"b\", c",
                      "nodes": 12,
                      "size": 1234567
                    }
                  ]
                }

                """#)
        let empty = Listing(title: "Jobs", key: "jobs", columns: ["id"], rows: [])
        #expect(empty.rendered(as: .json, width: 0, style: TextStyle(isColored: true)) == "{\n  \"jobs\": []\n}\n")
    }

    @Test func `programs read CSV`() {
        #expect(self.rendered(.csv) == "name,nodes,size\ntop,1,-\n\"a \"\"b\"\", c\",12,1234567\n")
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func `large numbers are grouped`(number: Int, text: String) { #expect(Quantity.grouped(number) == text) }

    @Test(arguments: [(1, "1 byte"), (10, "10 bytes"), (1000, "1 KB"), (1536, "1.54 KB"), (2_500_000_000, "2.5 GB")])
    func `sizes have units`(bytes: Int, text: String) { #expect(Quantity.size(bytes) == text) }

    @Test func `long work tells how far it is`() {
        #expect(ActivityLine.text("Copying data", percentage: 50) == "» Copying data [###############               ] 50%")
        #expect(ActivityLine.text("Waiting", percentage: nil) == "» Waiting...")
    }
}
