// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The `TAGS` of a datafile as requests change them.
package enum TagLines {
    /// The file with these tags, and with the `key=value` entries that it has.
    package static func set(_ tags: [String], in file: ProjectFile) throws(InvalidFile) -> ProjectFile {
        guard let kind = file.kind else { return file }
        var datafile = WrittenDatafile(file.text, kind: kind)
        // The entries of a node are its own.
        let end = datafile.directives.firstIndex { $0.name == "NODE" } ?? datafile.directives.endIndex
        var kept = Tags()
        for directive in datafile.directives[..<end] where directive.name == "TAGS" { kept.add(directive.value) }
        datafile.directives = datafile.directives.enumerated().filter { index, directive in
            directive.name != "TAGS" || index >= end && !directive.isOfWholePipe
        }.map(\.element)
        let entries = tags + (kept.operational.map { [$0.split(separator: "&").joined(separator: ", ")] } ?? [])
        if !entries.isEmpty {
            guard let line = WrittenDirective("TAGS", saying: entries.joined(separator: ", ")) else {
                let start = SourceLocation(file: file.path, line: 1, column: 1)
                throw InvalidFile(diagnostics: [Diagnostic(.error, "The tags cannot be written in a datafile", at: start)])
            }
            datafile.directives.insert(line, at: datafile.directives.firstIndex { $0.name == "NODE" } ?? datafile.directives.endIndex)
        }
        return ProjectFile(path: file.path, text: DatafileFormatter.text(of: datafile, kind: kind))
    }
}

extension WrittenDirective {
    /// What it says, on its line or in its block.
    fileprivate var value: String { self.content.map { $0.text.trimmingBlanks() }.joined(separator: ",").removingQuotes() }
}
