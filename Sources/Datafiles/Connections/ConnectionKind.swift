// Part of Martlet. Apache License 2.0; see LICENSE.

/// The systems a connection can lead to; `TYPE` names it.
package enum ConnectionKind: String, Sendable, Hashable, CaseIterable {
    case kafka
    case s3
    case gcs
    case dynamodb
    case postgres
    /// Of Classic.
    case snowflake
    /// Of Classic.
    case bigquery

    /// The type of this name, in any case; Classic has more names for some.
    init?(name: String) {
        switch name.lowercased() {
        case "s3_iamrole": self = .s3
        case "gcs_hmac", "gcs_service_account": self = .gcs
        case let name: self.init(rawValue: name)
        }
    }

    /// The directives that belong to it, in the order a formatted file has them.
    var settings: [String] {
        switch self {
        case .kafka:
            [
                "KAFKA_BOOTSTRAP_SERVERS", "KAFKA_SECURITY_PROTOCOL", "KAFKA_SASL_MECHANISM", "KAFKA_KEY", "KAFKA_SECRET",
                "KAFKA_SCHEMA_REGISTRY_URL", "KAFKA_SSL_CA_PEM", "KAFKA_SASL_OAUTHBEARER_METHOD", "KAFKA_SASL_OAUTHBEARER_AWS_REGION",
                "KAFKA_SASL_OAUTHBEARER_AWS_ROLE_ARN", "KAFKA_SASL_OAUTHBEARER_AWS_EXTERNAL_ID",
            ]
        case .s3:
            // The endpoint, of servers that speak S3's protocol elsewhere, is our own.
            ["S3_REGION", "S3_ARN", "S3_ACCESS_KEY", "S3_SECRET", "S3_ENDPOINT"]
        case .gcs: ["GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON", "GCS_HMAC_ACCESS_ID", "GCS_HMAC_SECRET"]
        case .dynamodb: ["DYNAMODB_ARN", "DYNAMODB_REGION"]
        case .postgres: ["PG_HOST", "PG_PORT", "PG_DATABASE", "PG_USER", "PG_PASSWORD", "PG_SSL_MODE"]
        case .snowflake, .bigquery: []
        }
    }
}
