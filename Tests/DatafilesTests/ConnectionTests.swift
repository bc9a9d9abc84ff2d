// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct ConnectionTests {
    @Test(
        "Each type has its settings",
        arguments: [
            (
                "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS h:1,i:2\nKAFKA_KEY k\nKAFKA_SECRET s", ConnectionKind.kafka,
                ["KAFKA_BOOTSTRAP_SERVERS": "h:1,i:2", "KAFKA_KEY": "k", "KAFKA_SECRET": "s"]
            ),
            ("TYPE S3\nS3_REGION \"eu\"\nS3_ARN 'arn'", .s3, ["S3_REGION": "eu", "S3_ARN": "arn"]),
            ("TYPE gcs\nGCS_ACCESS_ID a\nGCS_SECRET s", .gcs, ["GCS_HMAC_ACCESS_ID": "a", "GCS_HMAC_SECRET": "s"]),
            ("TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON {\"a\":1}", .gcs, ["GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON": "{\"a\":1}"]),
            ("TYPE dynamodb\nDYNAMODB_ARN a\nDYNAMODB_REGION r", .dynamodb, ["DYNAMODB_ARN": "a", "DYNAMODB_REGION": "r"]),
            ("TYPE s3_iamrole\nS3_REGION r\nS3_ARN a", .s3, ["S3_REGION": "r", "S3_ARN": "a"]),
        ])
    func settings(text: String, kind: ConnectionKind, settings: [String: String]) {
        let file = ParsedFile.connection("DESCRIPTION x\n\(text)\n")
        #expect(file.errors == [])
        #expect(file.connection?.name == "broker")
        #expect(file.connection?.kind == kind)
        #expect(file.connection?.settings == settings)
    }

    @Test(
        "What a connection lacks is said",
        arguments: [
            ("TYPE kafka", "1:1 A connection of type kafka needs KAFKA_BOOTSTRAP_SERVERS, KAFKA_KEY, KAFKA_SECRET"),
            ("TYPE s3\nS3_ACCESS_KEY k", "1:1 A connection of type s3 needs S3_REGION, S3_SECRET"),
            ("TYPE postgres\nPG_HOST h\nPG_USER u\nPG_PASSWORD p", "1:1 A connection of type postgres needs PG_DATABASE"),
        ])
    func warnings(text: String, warning: String) {
        let file = ParsedFile.connection(text + "\n")
        #expect(file.errors == [] && file.warnings == [warning])
    }

    @Test(
        "What is no connection is refused",
        arguments: [
            ("S3_REGION r", "1:1 TYPE is mandatory in connection files"), ("TYPE ftp", "1:1 ftp is not an allowed value for TYPE"),
            ("TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON [1]", "2:1 GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON is no JSON object"),
            ("TYPE snowflake\nTOKEN t READ", "2:1 TOKEN is not a valid option in connection files."),
            (
                "TYPE snowflake\nKAFKA_KEY_AVRO_DESERIALIZATION x",
                "2:1 KAFKA_KEY_AVRO_DESERIALIZATION has been deprecated. Use \"KAFKA_KEY_FORMAT avro\" in the corresponding .datasource file instead"
            ),
        ])
    func refusals(text: String, error: String) {
        #expect(ParsedFile.connection(text + "\n").errors == [error])
    }

    @Test func `Settings of another type are warned about`() {
        let file = ParsedFile.connection("TYPE s3\nS3_REGION r\nS3_ARN a\nPG_HOST h\n")
        #expect(file.warnings == ["4:1 PG_HOST has no effect in a connection of type s3"])
        #expect(file.connection?.settings["PG_HOST"] == nil)
    }

    @Test func `A certificate may stand in a block`() {
        let text = "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS h:1\nKAFKA_SECURITY_PROTOCOL PLAINTEXT\nKAFKA_SSL_CA_PEM >\n    BEGIN\n    END\n"
        #expect(ParsedFile.connection(text).connection?.settings["KAFKA_SSL_CA_PEM"] == "BEGIN\n    END")
    }
}
