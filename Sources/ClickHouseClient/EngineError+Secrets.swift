// Part of Martlet. Apache License 2.0; see LICENSE.

extension EngineError {
    /// The same error without these values: the engine quotes what it cannot read.
    func hiding(_ secrets: some Sequence<String>) -> EngineError {
        guard case .exception(let code, let name, let text) = self else { return self }
        return .exception(code: code, name: name, text: Self.hide(secrets, in: text))
    }

    /// A text of the engine without these values, as they are and as SQL spells them.
    package static func hide(_ secrets: some Sequence<String>, in text: String) -> String {
        // The longest first, for one may be a part of another.
        secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }.reduce(text) { text, secret in
            let escaped = secret.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n")
            return text.replacing(escaped, with: "…").replacing(secret, with: "…")
        }
    }
}
