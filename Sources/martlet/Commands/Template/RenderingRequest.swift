// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Queries
internal import Templates

/// One line of `martlet template render`: a template with what a request sends for it.
struct RenderingRequest {
    let line: String

    /// The answer, a JSON object.
    var answer: String {
        var answer: [(name: String, value: TemplateValue)] = []
        do {
            let request = try TemplateValue(json: self.line)
            answer.append(("id", request[member: "id"] ?? .none))
            let sqlText = try Self.render(request)
            answer += [("ok", .boolean(true)), ("sql", .text(sqlText))]
        } catch {
            let message = (error as? any ServiceError)?.message ?? String(describing: error)
            answer += [("ok", .boolean(false)), ("error", .text(message))]
        }
        var object = TemplateDictionary()
        for (name, value) in answer { object[.text(name)] = value }
        return TemplateValue.dictionary(object).json
    }

    private static func render(_ request: TemplateValue) throws -> String {
        guard case .text(let text)? = request[member: "sql"] else { throw Self.malformed("\"sql\" must be the text of a node") }
        // Whoever asks for a rendering means a template; that is all that the leading % says.
        let isMarked = text.first { !$0.isWhitespace } == "%"
        let template = try Template(parsing: isMarked ? text : "%" + text, name: "")
        var context = RenderContext.now()
        context.secretNames = try self.secretNames(request[member: "secrets"])
        return try template.render(try self.arguments(request[member: "params"]), context: context).sqlText
    }

    private static func arguments(_ value: TemplateValue?) throws -> TemplateArguments {
        switch value {
        case nil, TemplateValue.none?: TemplateArguments([:])
        case .dictionary(let members)?:
            TemplateArguments(Dictionary(try members.members.map { (try self.text($0.key), $0.value) }) { $1 })
        default: throw self.malformed("\"params\" must be an object of values by name")
        }
    }

    private static func secretNames(_ value: TemplateValue?) throws -> Set<String> {
        switch value {
        case nil, TemplateValue.none?: []
        case .list(let names)?: Set(try names.map(self.text))
        case .dictionary(let secrets)?: Set(try secrets.members.map { try self.text($0.key) })
        default: throw self.malformed("\"secrets\" must be a list of names")
        }
    }

    private static func text(_ value: TemplateValue) throws -> String {
        guard case .text(let text) = value else { throw self.malformed("a name must be a text, not \(value.json)") }
        return text
    }

    private static func malformed(_ message: String) -> RequestError { RequestError(.invalidRequest, message) }
}
