// Part of Martlet. Apache License 2.0; see LICENSE.

/// A request to run a materialized node over the rows that its source has already.
package struct PopulateRequest: Sendable {
    /// Name or id.
    package var pipe: String
    /// Name or id.
    package var node: String
    /// Which rows of the source: the engine's SQL, guarded, and the caller's words.
    package var condition: (sqlText: String, text: String)?
    /// Only a part of the rows, whichever they are; it wins over the condition (http-api contract, 11.1).
    package var subset: Double?
    /// Whether the target is emptied first.
    package var isTruncating: Bool

    package init(
        pipe: String, node: String, condition: (sqlText: String, text: String)? = nil, subset: String? = nil, isTruncating: Bool = false
    ) throws {
        self.pipe = pipe
        self.node = node
        self.condition = condition
        self.isTruncating = isTruncating
        self.subset = try subset.map { text in
            guard let number = Double(text), number > 0, number <= 0.1 else { throw PipeJobError.badSubset(text) }
            return number
        }
    }

    var parameters: [String: String] {
        var parameters: [String: String] = [:]
        parameters["populate_condition"] = self.condition?.text
        parameters["populate_subset"] = self.subset.map { String($0) }
        if self.isTruncating { parameters["truncate"] = "true" }
        return parameters
    }
}
