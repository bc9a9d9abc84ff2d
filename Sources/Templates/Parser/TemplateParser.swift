// Part of Martlet. Apache License 2.0; see LICENSE.

/// Builds statements out of segments (templates specification, 3).
struct TemplateParser {
    private let name: String
    private let text: String
    private let segments: [Segment]
    private let lastLine: Int
    private var position = 0
    private var whitespace = WhitespaceMode.all
    private var depth = 0
    /// Whether the tags being read lie in a loop, where `break` makes sense.
    private var isInLoop = false

    init(_ text: String, name: String) throws(TemplateError) {
        self.name = name
        self.text = text
        var lexer = SegmentLexer(text, name: name)
        (self.segments, self.lastLine) = try lexer.segments()
    }

    /// The whole template.
    mutating func template() throws(TemplateError) -> Statement.Block {
        let (block, _) = try self.block(in: nil)
        return block
    }

    /// A tag: the word, which ends at the first space, and the rest.
    private struct Tag {
        let content: String
        let line: Int
        let word: String
        let rest: String

        init(_ segment: Segment) {
            let parts = segment.content.split(text: " ", limit: 1)
            self.content = segment.content
            self.line = segment.line
            self.word = parts[0]
            self.rest = parts.count > 1 ? parts[1].trimmed : ""
        }
    }

    /// The statements up to a tag that belongs to the block around them: `end`, `else`, `elif`, `except`, `finally`.
    private mutating func block(in parent: String?) throws(TemplateError) -> (Statement.Block, closing: Tag?) {
        var block: Statement.Block = []
        while self.position < self.segments.count {
            let segment = self.segments[self.position]
            self.position += 1
            switch segment.kind {
            case .text:
                let text = self.whitespace.applied(to: segment.content)
                if !text.isEmpty { block.append(Statement.Located(statement: .text(text), line: segment.line)) }
            case .expression:
                block.append(Statement.Located(statement: try self.output(segment), line: segment.line))
            case .tag:
                let tag = Tag(segment)
                if try self.closes(tag, parent: parent) { return (block, tag) }
                do throws(TemplateError) {
                    if let statement = try self.statement(tag) { block.append(Statement.Located(statement: statement, line: tag.line)) }
                } catch {
                    throw error.located(file: self.name, line: tag.line)
                }
            }
        }
        if parent != nil { throw self.missingEnd }
        return (block, nil)
    }

    private func output(_ segment: Segment) throws(TemplateError) -> Statement {
        do throws(TemplateError) {
            var parser = try ExpressionParser(segment.content, place: .output, depth: self.depth)
            let expression = try parser.wholeExpression()
            try ExpressionCheck.check(expression, in: .output)
            return .output(expression, source: segment.content)
        } catch {
            let firstWord = segment.content.split(text: " ", limit: 1)[0]
            if error.reason == .syntax, firstWord.utf8.count < 1 << 10, firstWord.contains("from") {
                throw self.error("\"from\" is a forbidden word", line: segment.line)
            }
            throw self.located(error, line: segment.line)
        }
    }

    // MARK: Tags around blocks

    private static let parents: [String: [String]] = [
        "else": ["if", "for", "while", "try"], "elif": ["if"], "except": ["try"], "finally": ["try"],
    ]

    /// Whether a tag ends or divides the block `parent`; refuses one that stands in the wrong block.
    private func closes(_ tag: Tag, parent: String?) throws(TemplateError) -> Bool {
        if tag.word == "end" {
            guard parent != nil else { throw self.error("Extra {% end %} block", line: tag.line) }
            return true
        }
        guard let parents = Self.parents[tag.word] else { return false }
        guard let parent else {
            let names = parents.map { "'\($0)'" }.joined(separator: ", ")
            throw self.error("\(tag.word) outside {\(names)} block", line: tag.line)
        }
        guard parents.contains(parent) else {
            throw self.error("\(tag.word) block cannot be attached to \(parent) block", line: tag.line)
        }
        if tag.word == "else" || tag.word == "finally", tag.content != tag.word {
            throw TemplateError(.forbidden, "Invalid control block: \(tag.content.excerpt)").located(file: self.name, line: tag.line)
        }
        return true
    }

    private var tagParser: TagParser { TagParser(depth: self.depth) }

    private static let forbiddenWords: Set<String> = ["include", "extends", "block", "apply", "autoescape", "raw", "module"]

    private mutating func statement(_ tag: Tag) throws(TemplateError) -> Statement? {
        switch tag.word {
        case "if": return try self.conditional(tag)
        case "for", "while": return try self.loop(tag)
        case "try": return try self.attempt(tag)
        case "set":
            guard !tag.rest.isEmpty else { throw self.error("set missing statement", line: tag.line) }
            do throws(TemplateError) { return try self.tagParser.assignment(tag.rest) } catch { throw self.located(error, line: tag.line) }
        case "break", "continue":
            guard self.isInLoop else { throw self.error("\(tag.word) outside {'for', 'while'} block", line: tag.line) }
            guard tag.content == tag.word else { throw self.error("invalid syntax: \(tag.word) takes nothing", line: tag.line) }
            return tag.word == "break" ? .breakLoop : .continueLoop
        case "comment": return nil
        case "whitespace":
            guard let mode = WhitespaceMode(rawValue: tag.rest) else {
                throw TemplateError(.syntax, "invalid whitespace mode \(tag.rest.excerpt)")
            }
            self.whitespace = mode
            return nil
        case "import", "from": throw self.error("import is forbidden", line: tag.line)
        case let word where Self.forbiddenWords.contains(word): throw self.error("\(word) is forbidden", line: tag.line)
        default: throw self.error("unknown operator: \(TemplateValue.quoted(tag.word.excerpt))", line: tag.line)
        }
    }

    private mutating func conditional(_ tag: Tag) throws(TemplateError) -> Statement {
        var branches: [Statement.Branch] = []
        var tag = tag
        while true {
            let condition = try self.parsed(tag) { tag throws(TemplateError) in try self.tagParser.condition(tag.rest, tag: tag.content) }
            let (body, next) = try self.nestedBlock(in: "if")
            branches.append(Statement.Branch(condition: condition, line: tag.line, body: body))
            switch next.word {
            case "elif": tag = next
            case "else": return .conditional(branches, otherwise: try self.lastBlock(in: "if"))
            default: return .conditional(branches, otherwise: nil)
            }
        }
    }

    private mutating func loop(_ tag: Tag) throws(TemplateError) -> Statement {
        let wasInLoop = self.isInLoop
        self.isInLoop = true
        let (body, next) = try self.nestedBlock(in: tag.word)
        // What stands after `else` belongs to the loop but does not lie in it.
        self.isInLoop = wasInLoop
        let otherwise = next.word == "else" ? try self.lastBlock(in: tag.word) : nil
        if tag.word == "while" {
            let condition = try self.parsed(tag) { tag throws(TemplateError) in try self.tagParser.condition(tag.rest, tag: tag.content) }
            return .repeatLoop(condition: condition, body: body, otherwise: otherwise)
        }
        let (target, iterable) = try self.parsed(tag) { tag throws(TemplateError) in try self.tagParser.loop(tag.rest, tag: tag.content) }
        return .loop(target, in: iterable, body: body, otherwise: otherwise)
    }

    private mutating func attempt(_ tag: Tag) throws(TemplateError) -> Statement {
        guard tag.content == "try" else { throw TemplateError(.forbidden, "Invalid control block: \(tag.content.excerpt)") }
        let (body, first) = try self.nestedBlock(in: "try")
        var handlers: [Statement.Handler] = []
        var (otherwise, finally): (Statement.Block?, Statement.Block?) = (nil, nil)
        var next = first
        while next.word != "end" {
            let divider = next
            let isInOrder =
                switch divider.word {
                // What takes every failure leaves none to those after it.
                case "except": otherwise == nil && finally == nil && handlers.last.map { $0.types != nil } ?? true
                case "else": otherwise == nil && finally == nil && !handlers.isEmpty
                default: finally == nil
                }
            guard isInOrder else {
                throw self.error("invalid syntax: \(divider.word) stands in the wrong place of a try block", line: divider.line)
            }
            let handler: (types: [String]?, name: String?) =
                divider.word == "except"
                ? try self.parsed(divider) { tag throws(TemplateError) in try self.tagParser.handler(tag.rest, tag: tag.content) }
                : (nil, nil)
            let (block, closing) = try self.nestedBlock(in: "try")
            switch divider.word {
            case "except":
                handlers.append(Statement.Handler(types: handler.types, name: handler.name, line: divider.line, body: block))
            case "else": otherwise = block
            default: finally = block
            }
            next = closing
        }
        guard !handlers.isEmpty || finally != nil else {
            throw self.error("invalid syntax: a try block needs {% except %} or {% finally %}", line: tag.line)
        }
        return .attempt(body, handlers: handlers, otherwise: otherwise, finally: finally)
    }

    /// The statements of a block up to the tag that divides or closes it.
    private mutating func nestedBlock(in parent: String) throws(TemplateError) -> (Statement.Block, Tag) {
        let limit = TemplateLimits.standard.nesting
        guard self.depth < limit else { throw .exceeded("\(limit) nested blocks and expressions") }
        self.depth += 1
        defer { self.depth -= 1 }
        let (block, closing) = try self.block(in: parent)
        guard let closing else { throw self.missingEnd }
        return (block, closing)
    }

    /// The statements after `else`, which must be the last of a block.
    private mutating func lastBlock(in parent: String) throws(TemplateError) -> Statement.Block {
        let (block, closing) = try self.nestedBlock(in: parent)
        guard closing.word == "end" else {
            throw self.error("invalid syntax: \(closing.word) cannot follow else", line: closing.line)
        }
        return block
    }

    private func parsed<Result>(_ tag: Tag, _ parse: (Tag) throws(TemplateError) -> Result) throws(TemplateError) -> Result {
        do throws(TemplateError) { return try parse(tag) } catch { throw self.located(error, line: tag.line) }
    }

    // MARK: Errors

    /// A failure of structure, which says its place in the text.
    private func error(_ text: String, line: Int) -> TemplateError {
        TemplateError(.syntax, "\(text) at \(self.name):\(line)").located(file: self.name, line: line)
    }

    private func located(_ error: TemplateError, line: Int) -> TemplateError {
        let placed = error.reason == .syntax ? self.error(error.message, line: line) : error
        return placed.located(file: self.name, line: line)
    }

    /// The contract says `if` whatever the block is.
    private var missingEnd: TemplateError {
        let place =
            self.name == Template.unnamed
            ? "at line \(self.lastLine)" : "in the node \(self.name) at line \(self.lastLine) of the SQL: \(self.text.excerpt)"
        return TemplateError(.syntax, "Missing {% end %} block for if \(place)").located(file: self.name, line: self.lastLine)
    }
}
