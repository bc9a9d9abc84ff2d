// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore

/// Makes a connection of the directives of its file.
struct ConnectionParser {
    private let file: ProjectFile
    private let directives: [Directive]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ file: ProjectFile, directives: [Directive]) {
        self.file = file
        self.directives = directives
    }

    /// The connection; nil if its type cannot be told.
    mutating func parse() -> ConnectionDefinition? {
        let types = ConnectionKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let type = self.directives.last("TYPE") else {
            let start = SourceLocation(file: self.file.path, line: 1, column: 1)
            self.diagnostics.append(Diagnostic(.error, "TYPE is mandatory in connection files", at: start, hint: "Use one of \(types)"))
            return nil
        }
        guard let kind = ConnectionKind(name: type.value) else {
            self.diagnostics.append(
                Diagnostic(.error, "\(type.value) is not an allowed value for TYPE", at: type.location, hint: "Use one of \(types)"))
            return nil
        }
        if kind == .snowflake || kind == .bigquery {
            self.diagnostics.append(Diagnostic(.warning, "Connections to \(kind.rawValue) are not served", at: type.location))
        }
        self.checkForeignSettings(of: kind)
        self.checkRequiredSettings(of: kind, at: type.location)
        self.checkServiceAccount()
        let settings = self.directives.filter { kind.settings.contains($0.name) }
        return ConnectionDefinition(
            name: self.file.resourceName, file: self.file.path, text: self.file.text,
            description: self.directives.last("DESCRIPTION")?.text, kind: kind,
            settings: Dictionary(settings.map { ($0.name, $0.value) }) { $1 },
            locations: Dictionary(self.directives.map { ($0.name, $0.location) }) { $1 })
    }

    private mutating func checkForeignSettings(of kind: ConnectionKind) {
        for directive in self.directives where !(kind.settings + ["TYPE", "DESCRIPTION"]).contains(directive.name) {
            let message = "\(directive.name) has no effect in a connection of type \(kind.rawValue)"
            self.diagnostics.append(Diagnostic(.warning, message, at: directive.location))
        }
    }

    /// A connection without these could never work.
    private mutating func checkRequiredSettings(of kind: ConnectionKind, at location: SourceLocation) {
        switch kind {
        case .kafka:
            self.require(["KAFKA_BOOTSTRAP_SERVERS"] + self.kafkaCredentials, of: kind, at: location)
        case .s3:
            self.require(self.has("S3_ARN") ? ["S3_REGION"] : ["S3_REGION", "S3_ACCESS_KEY", "S3_SECRET"], of: kind, at: location)
        case .gcs where !self.has("GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON"):
            self.require(["GCS_HMAC_ACCESS_ID", "GCS_HMAC_SECRET"], of: kind, at: location)
        case .dynamodb: self.require(["DYNAMODB_ARN", "DYNAMODB_REGION"], of: kind, at: location)
        case .postgres: self.require(["PG_HOST", "PG_DATABASE", "PG_USER", "PG_PASSWORD"], of: kind, at: location)
        case .gcs, .snowflake, .bigquery: break
        }
    }

    /// What a client shows the brokers depends on protocol and mechanism.
    private var kafkaCredentials: [String] {
        guard self.directives.value("KAFKA_SECURITY_PROTOCOL")?.uppercased() != "PLAINTEXT" else { return [] }
        guard self.directives.value("KAFKA_SASL_MECHANISM")?.uppercased() == "OAUTHBEARER" else { return ["KAFKA_KEY", "KAFKA_SECRET"] }
        return ["KAFKA_SASL_OAUTHBEARER_METHOD", "KAFKA_SASL_OAUTHBEARER_AWS_REGION", "KAFKA_SASL_OAUTHBEARER_AWS_ROLE_ARN"]
    }

    private func has(_ name: String) -> Bool { self.directives.last(name) != nil }

    private mutating func require(_ names: [String], of kind: ConnectionKind, at location: SourceLocation) {
        let missing = names.filter { !self.has($0) }
        guard !missing.isEmpty else { return }
        let message = "A connection of type \(kind.rawValue) needs \(missing.joined(separator: ", "))"
        // Whoever only reads the project has no use for them yet.
        self.diagnostics.append(Diagnostic(.warning, message, at: location))
    }

    private mutating func checkServiceAccount() {
        for directive in self.directives where directive.name == "GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON" {
            guard !directive.value.contains("{{") else { continue }
            guard (try? JSONDecoder().decode(JSONObject.self, from: Data(directive.value.utf8))) == nil else { continue }
            let message = "GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON is no JSON object"
            self.diagnostics.append(Diagnostic(.error, message, at: directive.location, hint: "Write the whole key file on one line"))
        }
    }
}

/// Any JSON object; its content is somebody else's.
private struct JSONObject: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        _ = try decoder.container(keyedBy: Key.self)
    }
}
