// Part of Martlet. Apache License 2.0; see LICENSE.

/// The parameters of a URL and of a form's parts, each as it came.
struct ClickHouseParameters {
    private(set) var values: [String: String] = [:]

    init(query: String?) throws {
        let parameters = try WireParameters(query: query)
        for name in parameters.names { self.values[name] = parameters.list(name).last ?? "" }
    }

    /// Adds one unless it is there.
    mutating func add(_ name: String, _ value: String) { if self.values[name] == nil { self.values[name] = value } }
}
