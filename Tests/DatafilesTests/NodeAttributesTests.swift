// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct NodeAttributesTests {
    @Test(
        "Each type takes its own attributes",
        arguments: [
            ("DATASOURCE d", ["4:1 Standard node 'n1' has an invalid attribute (datasource)"]),
            ("MODE append", ["4:1 Standard node 'n1' has an invalid attribute (copy_mode)"]),
            ("TAGS a=b", ["4:1 Standard node 'n1' has an invalid attribute (tags)"]),
            ("TYPE foo", ["4:1 Invalid node ''n1'' of type (foo). Allowed node types: {'copy', 'endpoint', 'materialized', 'sink'}"]),
            (
                "TYPE materialized",
                ["1:1 Some materialized node params have been provided, but the following required ones are missing: ['datasource']"]
            ),
            (
                "TYPE materialized\nDATASOURCE d\nCOPY_MODE append",
                ["6:1 Materialized node 'n1' has an invalid attribute (copy_mode)"]
            ),
            (
                "TYPE materialized\nDATASOURCE d\nDEPLOYMENT_METHOD foo",
                ["6:1 foo is not an allowed value for DEPLOYMENT_METHOD. Use one of: {'alter'}"]
            ),
            (
                "TYPE copy",
                ["1:1 Some copy node params have been provided, but the following required ones are missing: ['target_datasource']"]
            ),
        ])
    func attributes(directives: String, errors: [String]) {
        #expect(ParsedFile.node(directives).errors == errors)
    }

    @Test func `Attributes an endpoint has no use for are warned about`() {
        let file = ParsedFile.node("TYPE endpoint\nDATASOURCE d")
        #expect(file.errors == [])
        #expect(file.warnings == ["5:1 DATASOURCE has no effect on a node of this type"])
    }

    @Test(
        "A copy's attributes have their values",
        arguments: [
            ("COPY_MODE Append", "COPY node mode must be append or replace"),
            ("COPY_SCHEDULE hourly", "COPY node schedule must be @on-demand or a valid cron expression."),
            (
                "COPY_SCHEDULE {{ tb_secret(\"s\") }}",
                "COPY_SCHEDULE does not support { tb_secret(...) }. Use a literal cron expression (for example \"0 * * * *\") or @on-demand."
            ),
            ("ON_DEMAND_COMPUTE maybe", "ON_DEMAND_COMPUTE must be true or false"),
            ("EXPORT_FORMAT csv", "Copy node 'n1' has an invalid attribute (export_format)"),
        ])
    func copies(directive: String, error: String) {
        #expect(ParsedFile.node("TYPE copy\nTARGET_DATASOURCE d\n\(directive)").errors == ["6:1 \(error)"])
    }

    @Test(
        "A sink's attributes belong to one system",
        arguments: [
            ("FILTER x", ["1:1 Sink node 'n1' is missing required parameter 'export_connection_name'"]),
            (
                "EXPORT_CONNECTION_NAME c",
                [
                    "1:1 Sink node 'n1' is missing required parameters. For Kafka sinks, provide 'export_kafka_topic'. For S3/GCS sinks, provide 'export_bucket_uri' and 'export_file_template'."
                ]
            ),
            (
                "EXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand\nEXPORT_FORMAT csv",
                [
                    "8:1 Kafka sink node 'n1' has invalid parameter 'export_format'. Only export_kafka_topic, export_schedule, and export_connection_name are allowed for Kafka sinks."
                ]
            ),
            (
                "EXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_SCHEDULE @on-demand",
                ["1:1 S3/GCS sink node 'n1' is missing required parameters: ['export_file_template']"]
            ),
            (
                "EXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f\nEXPORT_SCHEDULE bad",
                ["8:1 Sink node 'n1' has invalid export_schedule 'bad'. Must be @on-demand or a valid cron expression."]
            ),
            (
                "EXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_KAFKA_TOPIC t",
                [
                    "1:1 Sink node 'n1' has mixed Kafka and S3/GCS parameters. A sink has either export_kafka_topic, or export_bucket_uri and export_file_template."
                ]
            ),
        ])
    func sinks(directives: String, errors: [String]) {
        #expect(ParsedFile.node("TYPE sink\n\(directives)").errors == errors)
    }

    @Test func `A sink of Classic to Kafka may have a format`() {
        let sink = "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @daily\nEXPORT_FORMAT csv"
        #expect(ParsedFile.node(sink).errors.count == 1)
        #expect(ParsedFile.node(sink + "\nEXPORT_SERVICE kafka").errors == [])
    }
}
