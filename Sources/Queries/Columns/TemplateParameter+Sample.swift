// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Templates

extension TemplateParameter {
    /// What a request might send: the author's own words where there are any.
    var sample: TemplateValue {
        if let value = self.defaultValue ?? self.example ?? self.enumeration?.first { return value }
        let isList = self.type.hasPrefix("Array(")
        let type = isList ? String(self.type.dropFirst("Array(".count).dropLast()) : self.type
        let text =
            switch type {
            case "Date": "2025-01-31"
            case "DateTime": "2025-01-31 12:00:00"
            case "DateTime64": "2025-01-31 12:00:00.000"
            case "JSON": "{}"
            // A number, a boolean and a text.
            default: "1"
            }
        return .text(text)
    }
}
