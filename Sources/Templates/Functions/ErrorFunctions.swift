// Part of Martlet. Apache License 2.0; see LICENSE.

/// `error` and `custom_error`: the author refuses the request (templates specification, 10 and 15).
enum ErrorFunctions {
    static let functions = [Self.error, Self.customError]

    private static let error = TemplateFunction("error", "message", "code", required: 1) { arguments, state throws(TemplateError) in
        if state.isCheck { return Self.checked }
        throw TemplateError(.author, arguments["message"].description)
    }

    private static let customError = TemplateFunction("custom_error", "message", "code", required: 1) {
        arguments, state throws(TemplateError) in
        if state.isCheck { return Self.checked }
        let code = arguments["code"].integerContent?.int ?? 400
        let status = (100...599).contains(code) ? code : 400
        let value = arguments["message"]
        guard case .dictionary(let members) = value else {
            throw TemplateError(customMessage: value.description, body: nil, status: status)
        }
        let message = members[.text("error")]?.description ?? value.json
        throw TemplateError(customMessage: message, body: value.json, status: status)
    }

    /// A check without a request goes on: the condition before the call may be the request's.
    private static let checked = TemplateValue.verbatim("-- {x} \n")
}
