// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows as newline-delimited JSON, for one data source or several.
package struct DemoLines: Sendable {
    /// The rows of one data source.
    package struct Lines: Sendable {
        package let dataSource: String
        package fileprivate(set) var bytes: [UInt8] = []
        package fileprivate(set) var rowCount = 0
    }

    package private(set) var lines: [Lines] = []
    /// Rows of all data sources.
    package private(set) var rowCount = 0
    /// Further rows are left out.
    private let limit: Int
    private var row = DemoRow()

    init(limit: Int) { self.limit = limit }

    /// Adds a row: `lines.add("events") { $0.set("title", "signed up") }`.
    package mutating func add(_ dataSource: String, _ fields: (inout DemoRow) -> Void) {
        guard self.rowCount < self.limit else { return }
        self.rowCount += 1
        self.row.begin()
        fields(&self.row)
        self.row.end()
        let index = self.lines.firstIndex { $0.dataSource == dataSource } ?? self.lines.count
        if index == self.lines.count { self.lines.append(Lines(dataSource: dataSource)) }
        self.lines[index].bytes.append(contentsOf: self.row.bytes)
        self.lines[index].bytes.append(UInt8(ascii: "\n"))
        self.lines[index].rowCount += 1
    }
}
