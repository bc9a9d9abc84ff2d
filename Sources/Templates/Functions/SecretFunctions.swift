// Part of Martlet. Apache License 2.0; see LICENSE.

/// `tb_secret` and `tb_var`: a secret by its name (templates specification, 12).
enum SecretFunctions {
    static let functions = [Self.function("tb_secret"), Self.function("tb_var")]

    /// Renders a parameter of the query, so that no text ever holds the value. The parser has seen to it that the
    /// name is the author's.
    private static func function(_ name: String) -> TemplateFunction {
        TemplateFunction(name, "name", "default", required: 1) { arguments, state throws(TemplateError) in
            let secret = arguments["name"].description
            if state.context.secretNames?.contains(secret) ?? true {
                state.usedSecrets.insert(secret)
                return .symbol("{\(state.context.secretPrefix)\(secret): String}")
            }
            if case .none = arguments["default"] {
                let help = " Set it first, or give it a default, e.g. \(name)('\(secret)', '')."
                throw TemplateError(
                    .invalidValue,
                    "Cannot access secret '\(secret)'. Check the secret exists in the Workspace and the token has the required scope."
                        + (state.isCheck ? help : ""))
            }
            return arguments["default"]
        }
    }
}
