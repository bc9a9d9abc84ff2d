// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles

/// The directives by which a datafile says what parameters of the API say of a node (http-api contract, 9.2 and 11).
enum NodeSettings {
    /// What makes a node one of this kind. A parameter that is empty, or what holds without it, needs no directive.
    static func directives(of kind: NodeKind, _ parameter: (String) -> String?) -> [String: String] {
        var directives: [String: String] = [:]
        for (name, directive) in self.names(of: kind) { directives[directive] = parameter(name) }
        switch kind {
        case .copy:
            directives["COPY_SCHEDULE"] = self.cron(parameter("copy_schedule") ?? parameter("schedule_cron"))
            directives["COPY_MODE"] = self.mode(parameter("mode"))
        case .sink:
            directives["EXPORT_SCHEDULE"] = self.cron(parameter("schedule_cron")) ?? self.onDemand
        case .standard, .endpoint, .materialized, .stream: break
        }
        return directives
    }

    /// What a request changes of a node that copies; empty texts remove a directive.
    static func changes(ofCopy parameter: (String) -> String?) -> [String: String] {
        var directives: [String: String] = [:]
        directives["TARGET_DATASOURCE"] = parameter("target_datasource")
        if let schedule = parameter("schedule_cron") { directives["COPY_SCHEDULE"] = self.cron(schedule) ?? "" }
        if let mode = parameter("mode") { directives["COPY_MODE"] = self.mode(mode) ?? "" }
        return directives
    }

    private static let onDemand = "@on-demand"

    /// A schedule; clients spell that there is none in many ways.
    private static func cron(_ text: String?) -> String? {
        ["", "None", "null", self.onDemand].contains(text ?? "") ? nil : text
    }

    private static func mode(_ text: String?) -> String? { text == CopyMode.append.rawValue ? nil : text }

    /// Parameters whose texts are those of a directive.
    private static func names(of kind: NodeKind) -> [(String, String)] {
        switch kind {
        case .materialized:
            [("datasource", "DATASOURCE"), ("engine", "ENGINE")]
                + DatafileKind.engineOptions.map { ("engine_\($0.lowercased())", "ENGINE_\($0)") }
        case .copy: [("target_datasource", "TARGET_DATASOURCE")]
        case .sink:
            [
                ("service", "EXPORT_SERVICE"), ("connection", "EXPORT_CONNECTION_NAME"), ("path", "EXPORT_BUCKET_URI"),
                ("file_template", "EXPORT_FILE_TEMPLATE"), ("format", "EXPORT_FORMAT"), ("compression", "EXPORT_COMPRESSION"),
                ("write_strategy", "EXPORT_WRITE_STRATEGY"), ("strategy", "EXPORT_STRATEGY"), ("kafka_topic", "EXPORT_KAFKA_TOPIC"),
            ]
        case .standard, .endpoint, .stream: []
        }
    }
}
