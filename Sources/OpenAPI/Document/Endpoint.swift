// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

/// An endpoint as its documentation needs it.
package struct Endpoint: Sendable {
    package struct Column: Sendable, Hashable {
        package let name: String
        /// As the engine prints it.
        package let type: String
        /// False if some calls have it and others have not.
        package let isInEveryAnswer: Bool

        package init(name: String, type: String, isInEveryAnswer: Bool = true) {
            self.name = name
            self.type = type
            self.isInEveryAnswer = isInEveryAnswer
        }
    }

    /// The pipe's name.
    package let name: String
    /// Markdown.
    package let description: String?
    package let tags: [String]
    package let parameters: [TemplateParameter]
    /// The columns of an answer; nil if they are not known before there is one.
    package let columns: [Column]?
    /// Whether the author ends calls with statuses and bodies of his own.
    package let hasErrorsOfItsOwn: Bool

    package init(
        name: String, description: String?, tags: [String], parameters: [TemplateParameter], columns: [Column]?, hasErrorsOfItsOwn: Bool
    ) {
        self.name = name
        self.description = description
        self.tags = tags
        // The API takes this one for itself.
        self.parameters = parameters.filter { $0.name != "token" }
        // An object holds one member of a name.
        var seen: Set<String> = []
        self.columns = columns?.filter { seen.insert($0.name).inserted }
        self.hasErrorsOfItsOwn = hasErrorsOfItsOwn
    }

    /// The endings of the path, but for `json`, by which an answer's format is chosen.
    var otherFormats: [String] {
        let names = Set(self.columns?.map(\.name) ?? [])
        return ["csv", "ndjson", "parquet"] + (names.isSuperset(of: ["name", "value"]) ? ["prometheus"] : [])
    }
}
