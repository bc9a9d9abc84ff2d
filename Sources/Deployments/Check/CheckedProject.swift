// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore

/// A project that was read and checked, as far as that needs no engine.
struct CheckedProject {
    let project: Project
    let graph: ProjectGraph
    var findings: [Diagnostic]

    /// Reads a project of no workspace in particular.
    init(_ files: [ProjectFile]) {
        var memory = ProjectMemory(secretNames: nil)
        self.init(files, knowing: &memory)
    }

    /// Reads the next project of a workspace, whose last one left the memory.
    init(_ files: [ProjectFile], knowing memory: inout ProjectMemory) {
        let (project, parseFindings) = Project.parse(files, secretNames: memory.secretNames, knowing: &memory.files)
        let (graph, checkFindings) = ProjectCheck(project, secretNames: memory.secretNames).run(knowing: &memory.nodes)
        self.project = project
        self.graph = graph
        self.findings = parseFindings + checkFindings
    }
}
