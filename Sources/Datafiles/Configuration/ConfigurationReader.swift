// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads the members of a configuration file, a JSON object. What it reports holds nothing of the file: that may be secret.
struct ConfigurationReader {
    private let places: SourcePlaces
    private let members: [String: JSONValue]
    private var diagnostics: [Diagnostic] = []

    init(_ file: ProjectFile) throws(InvalidFile) {
        let start = SourceLocation(file: file.path, line: 1, column: 1)
        guard file.text.utf8.count <= DatafileLimits.fileByteCount else {
            let message = "A configuration file has at most \(DatafileLimits.fileByteCount) bytes"
            throw InvalidFile(diagnostics: [Diagnostic(.error, message, at: start)])
        }
        let source = SourceText(file)
        self.places = SourcePlaces(source)
        do throws(JSONSyntaxError) {
            guard case .object(let members) = try JSONValueParser.parse(source.text).content else {
                throw JSONSyntaxError(message: "Expected an object: { \"name\": \"value\" }", offset: 0)
            }
            self.members = members
        } catch {
            throw InvalidFile(diagnostics: [Diagnostic(.error, error.message, at: self.places.location(error.offset))])
        }
    }

    /// The member of the first of these names that is there; null counts as none.
    func member(_ names: [String]) -> (name: String, value: JSONValue)? {
        for name in names {
            guard let value = self.members[name] else { continue }
            if case .null = value.content { continue }
            return (name, value)
        }
        return nil
    }

    /// A string without blanks at its ends; nil if it is empty.
    mutating func string(_ names: String...) -> String? {
        guard let (name, value) = self.member(names) else { return nil }
        return self.string(value, named: name)
    }

    /// A string in which `${NAME}` stands for a variable of the environment; nil, with a warning, without that variable.
    mutating func expandedString(_ names: String..., environment: [String: String]) -> String? {
        guard let (name, value) = self.member(names), let text = self.string(value, named: name) else { return nil }
        var missing: [String] = []
        let expanded = VariableExpansion.expand(text) { variable, fallback in
            if let value = environment[variable] ?? fallback { return value }
            missing.append(variable)
            return ""
        }
        guard let variable = missing.first else { return expanded.flatMap { $0.isEmpty ? nil : $0 } }
        self.report("\(name) is left out: the environment has no variable \(variable)", at: value, .warning)
        return nil
    }

    /// One string, or an array of them.
    mutating func strings(_ names: String...) -> [String] {
        guard let (name, value) = self.member(names) else { return [] }
        guard case .array(let items) = value.content else { return [self.string(value, named: name)].compactMap { $0 } }
        return items.compactMap { self.string($0, named: "every item of \(name)") }
    }

    /// An object whose members are strings.
    mutating func stringsByName(_ names: String...) -> [String: String] {
        guard let (name, value) = self.member(names) else { return [:] }
        guard case .object(let members) = value.content else {
            self.report("\(name) is \(value.kind): expected an object of strings", at: value)
            return [:]
        }
        return members.reduce(into: [:]) { $0[$1.key] = self.string($1.value, named: "every member of \(name)") }
    }

    /// One of the words a string member may be, in any case.
    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(_ names: String...) -> Choice? {
        guard let (name, value) = self.member(names), let word = self.string(value, named: name) else { return nil }
        if let choice = Choice(rawValue: word.lowercased()) { return choice }
        self.report("\(name) is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", at: value)
        return nil
    }

    mutating func report(_ message: String, at value: JSONValue, _ severity: Diagnostic.Severity = .error, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(severity, message, at: self.places.location(value.offset), hint: hint))
    }

    /// The warnings, in the order of the file's lines, if there is nothing worse.
    func finish() throws(InvalidFile) -> [Diagnostic] {
        let found = self.diagnostics.sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
        guard !found.hasErrors else { throw InvalidFile(diagnostics: found) }
        return found
    }

    private mutating func string(_ value: JSONValue, named name: String) -> String? {
        if case .null = value.content { return nil }
        guard let string = value.string else {
            self.report("\(name) is \(value.kind): expected a string", at: value)
            return nil
        }
        let trimmed = string.trimmingBlanks()
        return trimmed.isEmpty ? nil : trimmed
    }
}
