// Part of Martlet. Apache License 2.0; see LICENSE.

/// `max_threads`, `cache_ttl` and their like: wishes for the query, rendered as comments (templates specification, 11).
enum SettingFunctions {
    static let functions = [Self.maxThreads, Self.cacheTTL, Self.backendHint, Self.activate, Self.disable]

    private static let maxThreads = TemplateFunction("max_threads", "x", required: 1) { arguments, state throws(TemplateError) in
        guard let count = ConversionFunctions.integer(arguments["x"]) else { return .verbatim("-- max_threads: wrong argument\n") }
        if let threads = count.int, threads > 0 { state.settings.maxThreads = threads }
        return .verbatim("-- max_threads \(count)\n")
    }

    private static let cacheTTL = TemplateFunction("cache_ttl", "ttl", required: 1) { arguments, state throws(TemplateError) in
        let secondsOf = ["5s": 5, "1m": 60, "5m": 300, "30m": 1800, "1h": 3600]
        guard let text = arguments["ttl"].textContent, let seconds = secondsOf[text] else {
            throw TemplateError(.invalidValue, "Invalid TTL cache expression, valid expressions are ('5s', '1m', '5m', '30m', '1h')")
        }
        state.settings.cacheTTLSeconds = seconds
        return .verbatim("-- cache_ttl \(text)\n")
    }

    /// Has no effect here; the comment must not end before its line does.
    private static let backendHint = TemplateFunction("backend_hint", "hint", required: 1) { arguments, state throws(TemplateError) in
        let hint = arguments["hint"].description
        try state.charge(text: hint)
        let safe = hint.unicodeScalars.map { $0.value < 0x20 || [0x7F, 0x85, 0x2028, 0x2029].contains($0.value) ? " " : $0 }
        return .verbatim("-- backend_hint \(String(String.UnicodeScalarView(safe)))\n")
    }

    private static let activate = TemplateFunction("activate", "feature", required: 1) { arguments, state throws(TemplateError) in
        let feature = try Self.feature(
            arguments["feature"], of: ["analyzer", "parallel_replicas", "optimize_aggregation_in_order"], function: "activate")
        state.settings.activatedFeatures.insert(feature)
        return .verbatim("-- activate \(feature)\n")
    }

    private static let disable = TemplateFunction("disable", "feature", required: 1) { arguments, state throws(TemplateError) in
        // The contract takes any part of the one name.
        let text = arguments["feature"].textContent ?? ""
        let known = "analyzer".contains(text) || text.isEmpty ? [text] : []
        let feature = try Self.feature(arguments["feature"], of: known, function: "disable")
        state.settings.disabledFeatures.insert(feature)
        return .verbatim("-- disable \(feature)\n")
    }

    private static func feature(_ value: TemplateValue, of known: [String], function: String) throws(TemplateError) -> String {
        guard let text = value.textContent, known.contains(text) else {
            throw TemplateError(.invalidValue, "'\(value.description.excerpt)' is not a valid '\(function)' argument")
        }
        return text
    }
}
