// Part of Martlet. Apache License 2.0; see LICENSE.

extension DatafileKind {
    /// The directives of this kind of file.
    var rules: [String: DirectiveRule] {
        switch self {
        case .dataSource: Self.dataSourceRules
        case .pipe: Self.pipeRules
        case .connection: Self.connectionRules
        }
    }

    /// The options after `ENGINE_`.
    package static let engineOptions = [
        "PARTITION_KEY", "SORTING_KEY", "PRIMARY_KEY", "SAMPLING_KEY", "TTL", "SETTINGS", "VER", "IS_DELETED", "SIGN", "VERSION", "COLUMNS",
    ]

    private static let sharedRules: [String: DirectiveRule] = [
        "DESCRIPTION": DirectiveRule(form: .lineOrBlock, needsArgument: false),
        "INCLUDE": DirectiveRule(),
        "SETTINGS": DirectiveRule(
            form: .lineOrBlock, needsArgument: false, endsBlock: false,
            treatment: .refused("SETTINGS option is not allowed, use ENGINE_SETTINGS instead.")),
    ]

    /// Of data sources and pipes alike.
    private static let resourceRules = sharedRules.adding([
        "TOKEN": DirectiveRule(needsArgument: false),
        "TAGS": DirectiveRule(form: .lineOrBlock),
        "VERSION": .ignored("VERSION"),
        "EXPORT_SERVICE": DirectiveRule(
            form: .lineOrBlock, needsArgument: false,
            treatment: .usedWithWarning("EXPORT_SERVICE has been deprecated: the connection says it already")),
        "MAINTAINER": .forgotten("MAINTAINER", form: .wordOrBlock),
        "RESOURCE": .forgotten("RESOURCE"),
        "TEST": .forgotten("TEST"),
        "FROM": .forgotten("FROM", form: .wordOrBlock),
    ])

    private static let dataSourceRules: [String: DirectiveRule] = {
        var rules = resourceRules.adding([
            "SCHEMA": DirectiveRule(form: .wordOrBlock, needsArgument: false),
            "INDEXES": DirectiveRule(form: .wordOrBlock),
            "INDICES": .classic("INDICES is an old name: write INDEXES", form: .wordOrBlock, as: "INDEXES"),
            "ENGINE": DirectiveRule(form: .lineOrBlock),
            "SHARED_WITH": DirectiveRule(form: .lineOrBlock, needsArgument: false),
            "FORWARD_QUERY": DirectiveRule(form: .block),
            "BACKFILL": DirectiveRule(choices: ["skip"]),
            "SOURCE": .ignored("SOURCE"),
            "DATASOURCE": .forgotten("DATASOURCE"),
            "IMPORT_SERVICE": .ignored("IMPORT_SERVICE", because: " An S3 or GCS connection says it already."),
            "IMPORT_EXTERNAL_DATASOURCE": DirectiveRule(
                form: .lineOrBlock, needsArgument: false,
                treatment: .usedWithWarning("IMPORT_EXTERNAL_DATASOURCE has been deprecated: nothing is imported from there")),
            "IMPORT_STRATEGY": .classic("IMPORT_STRATEGY has been deprecated: imported rows are appended"),
            "KAFKA_TARGET_PARTITIONS": .ignored("KAFKA_TARGET_PARTITIONS"),
            "KAFKA_KEY_AVRO_DESERIALIZATION": .classic("KAFKA_KEY_AVRO_DESERIALIZATION has been deprecated: write KAFKA_KEY_FORMAT avro"),
            "KAFKA_STORE_BINARY_HEADERS": .classic(
                "KAFKA_STORE_BINARY_HEADERS has been deprecated: with KAFKA_STORE_HEADERS, __headers is a Map(String, String)"),
        ])
        for option in engineOptions { rules["ENGINE_\(option)"] = DirectiveRule(form: .lineOrBlock) }
        for name in DataSourceSettings.names where rules[name] == nil { rules[name] = DirectiveRule() }
        rules["IMPORT_QUERY"] = DirectiveRule(form: .lineOrBlock)
        for name in ["PARTITION_KEY", "SORTING_KEY", "PRIMARY_KEY", "SAMPLING_KEY", "TTL"] {
            rules[name] = .withoutEffect(name, hint: "write ENGINE_\(name)")
        }
        for name in ConnectionKind.kafka.settings where rules[name] == nil {
            rules[name] = .classic("\(name) belongs into a .connection file", form: name == "KAFKA_SSL_CA_PEM" ? .lineOrBlock : .line)
        }
        return rules
    }()

    private static let pipeRules: [String: DirectiveRule] = {
        var rules = resourceRules.adding([
            "NODE": DirectiveRule(needsArgument: false),
            "SCOPE": DirectiveRule(canonicalName: "NODE", needsArgument: false),
            "SQL": DirectiveRule(form: .block, needsArgument: false),
            "TYPE": DirectiveRule(),
            "CACHE": DirectiveRule(endsBlock: false),
            "MODE": DirectiveRule(canonicalName: "COPY_MODE"),
        ])
        rules["DEPLOYMENT_METHOD"] = DirectiveRule(choices: ["alter"])
        for name in NodeAttributes.names where rules[name] == nil { rules[name] = DirectiveRule() }
        for name in ["ENGINE"] + engineOptions.map({ "ENGINE_\($0)" }) {
            rules[name] = .classic("\(name) belongs into the .datasource file of the target", form: .lineOrBlock, endsBlock: false)
        }
        return rules
    }()

    private static let connectionRules: [String: DirectiveRule] = {
        var rules = sharedRules.adding([
            "TYPE": DirectiveRule(),
            "GCS_ACCESS_ID": DirectiveRule(canonicalName: "GCS_HMAC_ACCESS_ID"),
            "GCS_SECRET": DirectiveRule(canonicalName: "GCS_HMAC_SECRET"),
            "KAFKA_KEY_AVRO_DESERIALIZATION": .refused(
                "KAFKA_KEY_AVRO_DESERIALIZATION has been deprecated. "
                    + "Use \"KAFKA_KEY_FORMAT avro\" in the corresponding .datasource file instead"),
        ])
        for name in ConnectionKind.allCases.flatMap(\.settings) { rules[name] = DirectiveRule() }
        rules["KAFKA_SSL_CA_PEM"] = DirectiveRule(form: .lineOrBlock, needsArgument: false)
        return rules
    }()
}

extension [String: DirectiveRule] {
    fileprivate func adding(_ rules: [String: DirectiveRule]) -> [String: DirectiveRule] {
        self.merging(rules) { _, new in new }
    }
}
