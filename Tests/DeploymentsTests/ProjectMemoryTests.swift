// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing
import Workspaces

@testable import Deployments

/// What is known of a workspace's last project says nothing of the next that is not so.
struct ProjectMemoryTests {
    private static let events = dataSource("events", "`ts` DateTime, `team` String")
    private static let daily = dataSource("daily", "`day` Date, `n` AggregateFunction(count)", "ENGINE_SORTING_KEY day")
    private static let block = pipe("block", "SELECT team FROM events", "")
    private static let reader = pipe("reader", "SELECT * FROM block")
    private static let view = pipe(
        "view", "SELECT toDate(ts) AS day, countState() AS n FROM events GROUP BY day", "TYPE materialized\nDATASOURCE daily")
    private static let including = ProjectFile(path: "pipes/including.pipe", text: "INCLUDE \"../all.incl\" \"FROM=events\"\n")
    private static let included = ProjectFile(path: "all.incl", text: "NODE n\nSQL >\n    SELECT * FROM $FROM\n")
    private static let unclosed = ProjectFile(path: "pipes/unclosed.pipe", text: "NODE n\nSQL >\n    SELECT '\n")
    private static let last = [events, daily, block, reader, view, including, included, unclosed]

    /// The last project with these files in the place of their namesakes, and without those at the paths.
    private static func project(without path: String = "", _ changed: ProjectFile...) -> [ProjectFile] {
        let gone = Set(changed.map(\.path) + [path])
        return self.last.filter { !gone.contains($0.path) } + changed
    }

    @Test(arguments: [
        (Self.project(), 1),
        (Self.project(without: "pipes/unclosed.pipe"), 0),
        (Self.project(without: "pipes/block.pipe"), 2),
        (Self.project(without: "all.incl"), 3),
        (Self.project(ProjectFile(path: "all.incl", text: "NODE n\nSQL >\n    SELECT * FROM nothing\n")), 2),
        (Self.project(dataSource("daily", "`day` Date", "ENGINE_SORTING_KEY day")), 2),
        (Self.project(pipe("block", "SELECT * FROM reader", "")), 2),
        (Self.project(pipe("view", "SELECT 1", "")), 1),
    ])
    func `a project is judged as if none had been before it`(files: [ProjectFile], findingCount: Int) {
        var memory = ProjectMemory(secretNames: nil)
        _ = CheckedProject(Self.last, knowing: &memory)
        let (checked, anew) = (CheckedProject(files, knowing: &memory), CheckedProject(files))
        #expect(anew.findings.count == findingCount)
        #expect(checked.findings == anew.findings)
        #expect(checked.project == anew.project)
        #expect(checked.graph == anew.graph)
    }

    @Test func `nothing is kept of files that are gone, or that include others`() {
        var memory = ProjectMemory(secretNames: nil)
        _ = CheckedProject(Self.last, knowing: &memory)
        #expect(Set(memory.files.keys) == [Self.events, Self.daily, Self.block, Self.reader, Self.view, Self.unclosed])
        _ = CheckedProject([Self.events, Self.block], knowing: &memory)
        #expect(Set(memory.files.keys) == [Self.events, Self.block])
        #expect(memory.nodes.keys.map(\.sql) == ["SELECT team FROM events"])
    }

    @Test func `who names a secret that is gone is found`() {
        let memories = ProjectMemories()
        let files = [pipe("p", "%\n    SELECT {{tb_secret('key')}} AS key")]
        let findings = { (secrets: Set<String>) in
            memories.recall(WorkspaceID("w"), secretNames: secrets) { CheckedProject(files, knowing: &$0).findings.count }
        }
        #expect([findings(["key"]), findings(["key"]), findings([]), findings(["key"])] == [0, 0, 1, 0])
    }
}
