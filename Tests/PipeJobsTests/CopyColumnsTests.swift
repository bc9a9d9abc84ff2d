// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

@testable import PipeJobs

struct CopyColumnsTests {
    private let target: DataSourceDefinition

    init() throws {
        let text =
            "SCHEMA >\n    `a` UInt8,\n    `b` String DEFAULT 'x',\n    `c` Nullable(String),\n    `d` UInt8\n\nENGINE_SORTING_KEY a\n"
        let project = Project.parse([ProjectFile(path: "t.datasource", text: text)]).project
        self.target = try #require(project.dataSources.first)
    }

    @Test func `columns are matched by name, and those with a default or NULL may be missing`() throws {
        #expect(try CopyColumns.match(["d", "a"], of: "n", with: self.target) == ["d", "a"])
    }

    @Test func `all that does not fit is told at once`() {
        #expect(
            throws: PipeJobError.columns(node: "n", dataSource: "t", missing: ["d"], foreign: ["z"], repeated: ["a"])
        ) { try CopyColumns.match(["a", "z", "a"], of: "n", with: self.target) }
        let error = PipeJobError.columns(node: "n", dataSource: "t", missing: ["d", "e"], foreign: ["z"], repeated: [])
        #expect(
            error.message
                == #"the columns of node "n" do not fit data source "t": the query lacks "d", "e"; the data source does not have "z""#)
    }
}
