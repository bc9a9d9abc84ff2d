// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The attributes of a node: its directives beside name, description, SQL and type.
enum NodeAttributes {
    private static let materialized = ["DATASOURCE", "DEPLOYMENT_METHOD"]
    private static let copy = ["TARGET_DATASOURCE", "COPY_MODE", "COPY_SCHEDULE", "ON_DEMAND_COMPUTE"]
    private static let kafkaSink = ["EXPORT_CONNECTION_NAME", "EXPORT_KAFKA_TOPIC", "EXPORT_SCHEDULE"]
    private static let bucketSink = ["EXPORT_BUCKET_URI", "EXPORT_CONNECTION_NAME", "EXPORT_FILE_TEMPLATE", "EXPORT_SCHEDULE"]
    private static let bucketOptions = ["EXPORT_FORMAT", "EXPORT_COMPRESSION", "EXPORT_WRITE_STRATEGY", "EXPORT_STRATEGY"]

    /// All directives that set one.
    static let names: [String] = materialized + copy + bucketSink + bucketOptions + ["EXPORT_KAFKA_TOPIC", "FILTER", "CACHE"]

    /// What is missing, wrong or out of place in the attributes of a node of this kind.
    static func check(_ node: NodeDraft, kind: NodeKind) -> [Diagnostic] {
        var check = NodeCheck(node: node)
        switch kind {
        case .standard: check.allow([], named: "Standard")
        case .endpoint:
            check.warnAbout(allBut: ["CACHE"])
            check.requireSeconds("CACHE")
        case .stream: check.warnAbout(allBut: [])
        case .materialized:
            check.require(["DATASOURCE"], named: "materialized")
            check.allow(self.materialized, named: "Materialized")
        case .copy:
            check.require(["TARGET_DATASOURCE"], named: "copy")
            check.allow(self.copy, named: "Copy")
            self.checkCopy(&check)
        case .sink: self.checkSink(&check)
        }
        return check.diagnostics
    }

    private static func checkCopy(_ check: inout NodeCheck) {
        if let mode = check.node.last("COPY_MODE"), !mode.value.isEmpty, CopyMode(rawValue: mode.value) == nil {
            check.report("COPY node mode must be append or replace", at: mode)
        }
        check.requireSchedule(
            "COPY_SCHEDULE", secret: "COPY_SCHEDULE does not support { tb_secret(...) }.",
            invalid: "COPY node schedule must be @on-demand or a valid cron expression.")
        if let flag = check.node.last("ON_DEMAND_COMPUTE"), !flag.value.isEmpty, DatafileFlag.value(of: flag.value) == nil {
            check.report("ON_DEMAND_COMPUTE must be true or false", at: flag)
        }
    }

    private static func checkSink(_ check: inout NodeCheck) {
        let node = check.node
        let sink = "Sink node '\(node.name)'"
        guard let connection = node.last("EXPORT_CONNECTION_NAME"), !connection.value.isEmpty else {
            return check.report("\(sink) is missing required parameter 'export_connection_name'")
        }
        let isKafka = node.last("EXPORT_KAFKA_TOPIC") != nil
        let isBucket = node.last("EXPORT_BUCKET_URI") != nil || node.last("EXPORT_FILE_TEMPLATE") != nil
        switch (isKafka, isBucket) {
        case (true, true):
            check.report(
                "\(sink) has mixed Kafka and S3/GCS parameters. "
                    + "A sink has either export_kafka_topic, or export_bucket_uri and export_file_template.")
        case (true, false):
            // Classic's sinks have a format whatever they lead to.
            let options = node.isOfClassic ? self.bucketOptions : []
            check.requireSink(self.kafkaSink, options: options, named: "Kafka") { name in
                "has invalid parameter '\(name)'. "
                    + "Only export_kafka_topic, export_schedule, and export_connection_name are allowed for Kafka sinks."
            }
        case (false, true):
            check.requireSink(self.bucketSink, options: self.bucketOptions, named: "S3/GCS") { "has invalid parameter '\($0)'" }
        case (false, false):
            check.report(
                "\(sink) is missing required parameters. For Kafka sinks, provide 'export_kafka_topic'. "
                    + "For S3/GCS sinks, provide 'export_bucket_uri' and 'export_file_template'.")
        }
        check.requireSchedule(
            "EXPORT_SCHEDULE", secret: "\(sink): EXPORT_SCHEDULE does not support { tb_secret(...) }.",
            invalid: "\(sink) has invalid export_schedule '\(node.last("EXPORT_SCHEDULE")?.value ?? "")'. "
                + "Must be @on-demand or a valid cron expression.")
        check.expectChoice("EXPORT_WRITE_STRATEGY", of: ["new", "truncate"])
    }
}
