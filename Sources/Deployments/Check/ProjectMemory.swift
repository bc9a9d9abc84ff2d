// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles

/// What was found in single files and nodes of a project. The next one of the workspace is the same in most of them, and what is the same
/// is not looked into again; whether everything fits together is.
struct ProjectMemory: Sendable {
    /// The secrets that the workspace had; nil where nobody knows.
    let secretNames: Set<String>?
    var files: [ProjectFile: ReadFile] = [:]
    var nodes: [NodeDefinition: RenderedNode] = [:]
}
