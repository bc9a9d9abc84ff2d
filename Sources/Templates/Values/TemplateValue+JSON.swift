// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateValue {
    /// The value a JSON text stands for: integers keep all their digits, members of objects their order.
    package init(json text: String) throws(TemplateError) {
        var reader = JSONReader(text)
        do throws(JSONReader.Failure) {
            self = try reader.value()
        } catch {
            throw TemplateError(.wrongValue, "not valid JSON: \(error.description)")
        }
    }

    /// The member of an object; nil for other kinds and where there is none.
    package subscript(member name: String) -> TemplateValue? {
        guard case .dictionary(let members) = self else { return nil }
        return members[.text(name)]
    }
}
