// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore

/// Reading ends with a project and findings, whatever the text; every finding names a place. What can be formatted is
/// canonical afterwards.
func fuzzDatafiles(_ text: String) {
    for path in ["a.datasource", "b.pipe", "c.connection", "d.incl"] {
        let (_, findings) = Project.parse([ProjectFile(path: path, text: text)], secrets: ["key": "value"])
        for finding in findings {
            precondition(finding.location.line >= 1 && finding.location.column >= 1, "a finding has a place")
            _ = finding.excerpt(of: text)
        }
        guard let formatted = try? DatafileFormatter.format(ProjectFile(path: path, text: text)) else { continue }
        let again = try? DatafileFormatter.format(ProjectFile(path: path, text: formatted))
        precondition(again == formatted, "formatting twice is formatting once")
    }
}
