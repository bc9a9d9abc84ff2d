// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// What a template's statements say about its parameters, found without running them (templates specification, 14).
struct ParameterUsage {
    /// Names the template sets anywhere.
    private(set) var localNames: Set<String> = []
    /// Every mention; the expressions in a block come before the block's own condition.
    private var mentions: [ParameterMention] = []
    /// Names seen in `{{ }}`, which a condition does not mention again.
    private var outputNames: Set<String> = []
    private let templateName: String

    init(of statements: Statement.Block, name: String) throws(TemplateError) {
        self.templateName = name
        try self.read(statements, isConditional: false)
        for mention in self.mentions { try self.checkName(mention.name, line: mention.line) }
    }

    /// The names that the API takes for itself.
    private func checkName(_ name: String, line: Int) throws(TemplateError) {
        guard name == "q" || name == "format" else { return }
        throw TemplateError(.syntax, "\"\(name)\" can not be used as a variable name, line \(line)")
            .located(file: self.templateName, line: line)
    }

    // MARK: Reading

    private mutating func read(_ block: Statement.Block, isConditional: Bool) throws(TemplateError) {
        for located in block {
            do throws(TemplateError) {
                try self.read(located.statement, line: located.line, isConditional: isConditional)
            } catch {
                throw error.located(file: self.templateName, line: located.line)
            }
        }
    }

    private mutating func read(_ statement: Statement, line: Int, isConditional: Bool) throws(TemplateError) {
        switch statement {
        case .text, .breakLoop, .continueLoop:
            break
        case .output(let expression, _):
            let found = try MentionReader(isOutput: true, line: line, isConditional: isConditional).mentions(in: expression)
            // A name that is the whole expression declares nothing.
            let isBare = if case .name = expression { true } else { false }
            if !isBare { self.outputNames.formUnion(found.map(\.name)) }
            self.mentions += found
        case .conditional(let branches, let otherwise):
            try self.read(branches: branches, otherwise: otherwise)
        case .loop(let target, let iterable, let body, let otherwise):
            self.localNames.formUnion(target.names)
            try self.read(body, isConditional: true)
            try self.read(otherwise ?? [], isConditional: true)
            try self.read(tag: target.parts + [iterable], line: line, isConditional: isConditional)
        case .repeatLoop(let condition, let body, let otherwise):
            try self.read(body, isConditional: true)
            try self.read(otherwise ?? [], isConditional: true)
            try self.read(tag: [condition], line: line, isConditional: isConditional)
        case .attempt(let body, let handlers, let otherwise, let finally):
            try self.read(body, isConditional: true)
            for handler in handlers {
                if let name = handler.name {
                    self.localNames.insert(name)
                    try self.checkName(name, line: handler.line)
                }
                try self.read(handler.body, isConditional: true)
            }
            try self.read(otherwise ?? [], isConditional: true)
            try self.read(finally ?? [], isConditional: isConditional)
        case .assignment(let targets, let value):
            self.localNames.formUnion(targets.flatMap(\.names))
            try self.read(tag: targets.flatMap(\.parts) + [value], line: line, isConditional: isConditional)
        case .update(let target, _, let value):
            self.localNames.formUnion(target.names)
            try self.read(tag: target.parts + [value], line: line, isConditional: isConditional)
        case .evaluation(let value):
            try self.read(tag: [value], line: line, isConditional: isConditional)
        }
    }

    /// The body of `if`, then `elif` and its body, and so on; the condition of `if` comes last.
    private mutating func read(branches: [Statement.Branch], otherwise: Statement.Block?) throws(TemplateError) {
        for (index, branch) in branches.enumerated() {
            if index > 0 { try self.read(tag: [branch.condition], line: branch.line, isConditional: true) }
            try self.read(branch.body, isConditional: true)
        }
        try self.read(otherwise ?? [], isConditional: true)
        if let first = branches.first { try self.read(tag: [first.condition], line: first.line, isConditional: false) }
    }

    private mutating func read(tag expressions: [Expression], line: Int, isConditional: Bool) throws(TemplateError) {
        let reader = MentionReader(isOutput: false, line: line, isConditional: isConditional)
        let found = try reader.mentions(in: .tuple(expressions))
        self.mentions += found.filter { !self.outputNames.contains($0.name) }
    }

    // MARK: Results

    /// Mentions of parameters, without the names the template sets itself.
    private var parameterMentions: [ParameterMention] { self.mentions.filter { !self.localNames.contains($0.name) } }

    /// The names the text about a missing parameter lists: those without a default, also set and loop names,
    /// but none that is only handed to a function.
    var expectedNames: [String] {
        var names: [String] = []
        for mention in self.mentions where mention.isExpected && mention.name != Template.jobTimestampName && !names.contains(mention.name)
        {
            names.append(mention.name)
        }
        return names
    }

    var arrayParameters: [(name: String, itemType: String)] {
        var seen: Set<String> = []
        var found: [(name: String, itemType: String)] = []
        for mention in self.parameterMentions where !mention.isHandedOn && seen.insert(mention.name).inserted {
            guard let type = mention.finalType, type.hasPrefix("Array("), type.hasSuffix(")") else { continue }
            let itemType = String(type.dropFirst("Array(".count).dropLast())
            // Identifiers are quoted when they are converted, which must not happen twice.
            if itemType != "Symbol", itemType != "Column", itemType.unicodeScalars.allSatisfy(\.isWordPart) {
                found.append((mention.name, itemType))
            }
        }
        return found
    }

    /// One entry a name: the first type, and the first default, description, example, enumeration and format win.
    var parameters: [TemplateParameter] {
        let mentions = self.parameterMentions
        var places: [String: Int] = [:]
        // Where a name is only handed on counts as its place if it stands nowhere else.
        for (place, mention) in mentions.enumerated() where !mention.isHandedOn && places[mention.name] == nil {
            places[mention.name] = place
        }
        for (place, mention) in mentions.enumerated() where places[mention.name] == nil { places[mention.name] = place }
        let mentionsOf = Dictionary(grouping: mentions, by: \.name)
        return places.sorted { $0.value < $1.value }.compactMap { name, _ in self.parameter(name, mentionsOf[name] ?? []) }
    }

    private func parameter(_ name: String, _ mentions: [ParameterMention]) -> TemplateParameter {
        func first<Value>(_ find: (ParameterMention) -> Value?) -> Value? { mentions.lazy.compactMap(find).first }
        let defaultValue = first { $0.defaultValue?.constant.flatMap { $0 == .none ? nil : $0 } }
        let isDeclaredRequired = mentions.contains { $0.argument("required")?.isTruthy ?? false }
        let isNeeded = mentions.contains { mention in
            mention.type != nil && mention.type != "Boolean" && mention.type != "JSON" && !mention.isConditional
                && mention.defaultValue == nil && mention.argument("defined")?.isTruthy ?? true
        }
        return TemplateParameter(
            name: name, type: first(\.type) ?? "String", isTyped: mentions.contains { $0.type != nil },
            defaultValue: defaultValue.map(\.documented),
            isRequired: isDeclaredRequired || (isNeeded && defaultValue == nil),
            description: first { $0.argument("description")?.textContent },
            enumeration: first { $0.argument("enum")?.items }, example: first { $0.argument("example") },
            format: first { $0.argument("format")?.textContent })
    }

    private static let ambiguous: Set<String> = [
        "token", "pipeline", "debug", "debug_source_tables", "explain", "finalize_aggregations", "output_format_json_quote_64bit_integers",
        "output_format_json_quote_denormals", "output_format_parquet_string_as_string", "playground", "query_id", "release_replacements",
        "tag", "template_parameters", "job_timestamp", "__tb__csv_header", "__tb__semver",
    ]

    /// Names that a request can send, but that also mean something to the API.
    var warnings: [Diagnostic] {
        var seen: Set<String> = []
        return self.parameterMentions.filter { Self.ambiguous.contains($0.name) && seen.insert($0.name).inserted }.map { mention in
            Diagnostic(
                .warning, "the parameter \"\(mention.name)\" also means something to the API",
                at: SourceLocation(file: self.templateName, line: mention.line, column: 1), hint: "give it another name")
        }
    }

    /// The first parameter whose name is a literal that no request can send.
    var invalidName: TemplateError? {
        for mention in self.mentions where mention.type != nil {
            let isLiteral =
                if case .constant(let value)? = mention.arguments.first?.value { value.textContent == nil || mention.name.isEmpty } else {
                    false
                }
            if isLiteral {
                return TemplateError(.syntax, "\"\(mention.name)\" can not be used as a variable name")
                    .located(file: self.templateName, line: mention.line)
            }
        }
        return nil
    }
}

extension TemplateValue {
    /// A default as documentation shows it: browsers cannot hold integers above 2^53.
    fileprivate var documented: TemplateValue {
        guard let integer = self.integerContent, integer.bitWidth > 53 else { return self }
        return .text(integer.description)
    }
}
