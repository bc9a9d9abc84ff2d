// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a template could not be turned into SQL.
///
/// Authors compare the whole text in their test files, so messages keep the words of the language's contract
/// (templates specification, 15) even where ours would be better.
package struct TemplateError: ServiceError, Hashable {
    /// The kinds of failure, as far as `{% except %}`, prefixes and callers tell them apart.
    package enum Reason: Sendable, Hashable {
        /// The text is not a template: tags, blocks or expressions are malformed.
        case syntax
        /// A construct the language refuses before anything runs.
        case forbidden
        /// A parameter without a default was not sent.
        case missingParameter
        /// A value that a function of the language does not accept.
        case invalidValue
        /// An expression whose value is none.
        case nullExpression
        /// An operation on a value of the wrong kind, in the contract's words.
        case wrongType
        /// The same in our words, which end with the place.
        case wrongUse
        /// A value of the right kind that a built-in function does not accept.
        case wrongValue
        /// A name read before it was set.
        case unassignedName
        case missingAttribute
        case missingKey
        case indexOutOfRange
        case divisionByZero
        /// A call of something that is no function.
        case notCallable
        /// Something the load-time check cannot do without a request; such endpoints may serve well.
        case placeholder
        /// The author's own `error(…)`.
        case author
        /// The author's own `custom_error(…)`.
        case custom
        case limit
    }

    /// The kind of failure.
    package let reason: Reason
    /// The contract's text, with its prefix where it has one.
    package private(set) var message: String
    /// Where the failing tag begins: the file is the node, lines count from the start of the node's text.
    package private(set) var location: SourceLocation
    /// What the author's `custom_error` asks for, else 400.
    package private(set) var httpStatus = 400
    /// The JSON object given to `custom_error`, sent unchanged.
    package private(set) var customBody: String?
    /// The page of the reference that explains the function at fault.
    package let documentation: String?

    private var isLocated: Bool

    /// The request or the template is at fault, never the server; the status is `httpStatus`.
    package var code: ErrorCode { .invalidRequest }

    init(_ reason: Reason, _ text: String, documentation: String? = nil) {
        self.reason = reason
        self.message = reason.isPrefixed ? "Template Syntax Error: \(text)" : text
        self.documentation = documentation ?? (reason.isPrefixed ? Self.documentationPage : nil)
        self.location = SourceLocation(file: "", line: 1, column: 1)
        self.isLocated = false
    }

    /// The failure an author asks for with `custom_error(message, code)`.
    init(customMessage: String, body: String?, status: Int) {
        self.init(.custom, customMessage)
        self.customBody = body
        self.httpStatus = status
    }

    /// The page of the reference all functions are on; a fragment names the function.
    static let documentationPage = "/cli/advanced-templates.html"

    /// The failure with its place, unless a place nearer to it is known already.
    func located(file: String, line: Int) -> TemplateError {
        guard !self.isLocated else { return self }
        var located = self
        located.location = SourceLocation(file: file, line: line, column: 1)
        located.isLocated = true
        if self.reason == .wrongUse { located.message += " at \(file):\(line)" }
        return located
    }

    /// The failure with more said at the end.
    func extended(by text: String) -> TemplateError {
        var extended = self
        extended.message += text
        return extended
    }
}

extension TemplateError.Reason {
    /// Whether the text begins with the words clients know the failure by.
    fileprivate var isPrefixed: Bool {
        switch self {
        case .syntax, .wrongType, .wrongUse, .wrongValue, .divisionByZero, .placeholder, .author, .custom: false
        case .forbidden, .missingParameter, .invalidValue, .nullExpression, .unassignedName, .missingAttribute, .missingKey,
            .indexOutOfRange, .notCallable, .limit:
            true
        }
    }
}

extension TemplateError {
    /// A limit of ``TemplateLimits`` was reached.
    static func exceeded(_ limit: String) -> TemplateError {
        TemplateError(.limit, "template exceeds the limit of \(limit)")
    }

    /// Something called that is no function of the language.
    static let notCallable = TemplateError(
        .notCallable, "wrong syntax, you might be using a not valid function inside a control block")
}
