// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FileSources
internal import Gateway
internal import Ingestion
internal import Logging
internal import Queries

/// What a server is told at its start: options, else environment variables, else defaults.
struct ServerConfiguration: Sendable {
    let host: String
    let port: Int
    /// The port for ClickHouse clients; nil where there is none.
    let clickHousePort: Int?
    let dataFolder: String
    let projectFolder: String?
    let clickHouseURL: String?
    /// Places that are not public, and that files may be imported from all the same.
    let allowedImports: [AllowedOrigin]
    /// Places that are not public or not encrypted, and that sinks may write to all the same.
    let allowedExports: [AllowedOrigin]
    /// Where sinks may write files.
    let exportFolder: String?
    let rateLimits: RateLimits
    /// How long the tables of a replaced deployment stay.
    let tableGrace: Duration
    /// Who is told of rows in quarantine; nil where only the log is.
    let alertURL: String?
    let alertLimits: AlertLimits
    let queryOptions: QueryOptions
    let logLevel: Logger.Level

    init(
        host: String? = nil, port: Int? = nil, clickHousePort: String? = nil, dataFolder: String? = nil, projectFolder: String? = nil,
        clickHouseURL: String? = nil, allowedImports: [String] = [], allowedExports: [String] = [], exportFolder: String? = nil,
        eventRate: Int? = nil, queryRate: Int? = nil, importRate: Int? = nil, tableGrace: Int? = nil,
        alertURL: String? = nil, alertInterval: Int? = nil, queryLimits: QueryLimitOptions? = nil,
        environment: [String: String]
    ) throws {
        let setting = { (name: String) in environment["MARTLET_\(name)"].flatMap { $0.isEmpty ? nil : $0 } }
        self.host = host ?? setting("HOST") ?? "127.0.0.1"
        self.port = try port ?? setting("PORT").map { try Self.number($0, of: "MARTLET_PORT") } ?? 7181
        guard (0...65_535).contains(self.port) else { throw ValidationError("\(self.port) is not a port: use 0 to 65535") }
        self.clickHousePort = try Self.clickHousePort(clickHousePort ?? setting("CLICKHOUSE_PORT"), beside: self.port)
        self.dataFolder = dataFolder ?? setting("DATA_DIR") ?? ".martlet"
        self.projectFolder = projectFolder ?? setting("PROJECT")
        self.clickHouseURL = clickHouseURL ?? setting("CLICKHOUSE_URL")
        let origins = { (option: [String], name: String) in
            try (option.isEmpty ? (setting(name) ?? "").split(separator: ",").map(String.init) : option).map { text in
                guard let origin = AllowedOrigin(text) else {
                    throw ValidationError(
                        "\"\(text)\" of MARTLET_\(name) is no place: use HOST, HOST:PORT, or a block of addresses like 10.1.0.0/16")
                }
                return origin
            }
        }
        self.allowedImports = try origins(allowedImports, "ALLOW_IMPORT_FROM")
        self.allowedExports = try origins(allowedExports, "ALLOW_EXPORT_TO")
        self.exportFolder = exportFolder ?? setting("EXPORT_FOLDER")
        let rate = { (option: Int?, name: String, make: (Int) -> RateLimit) in
            try Self.rate(try option ?? setting(name).map { try Self.number($0, of: "MARTLET_\(name)") }, of: name).map(make)
        }
        self.rateLimits = RateLimits(
            events: try rate(eventRate, "EVENT_RATE", RateLimit.perSecond), queries: try rate(queryRate, "QUERY_RATE", RateLimit.perSecond),
            imports: try rate(importRate, "IMPORT_RATE", RateLimit.perMinute))
        let grace = try tableGrace ?? setting("TABLE_GRACE").map { try Self.number($0, of: "MARTLET_TABLE_GRACE") } ?? 60
        guard (0...86_400).contains(grace) else { throw ValidationError("MARTLET_TABLE_GRACE \(grace) is not possible: use 0 to 86400") }
        self.tableGrace = .seconds(grace)
        self.alertURL = try Self.alertURL(alertURL ?? setting("ALERT_URL"))
        let interval = try alertInterval ?? setting("ALERT_INTERVAL").map { try Self.number($0, of: "MARTLET_ALERT_INTERVAL") } ?? 300
        guard (1...86_400).contains(interval) else {
            throw ValidationError("MARTLET_ALERT_INTERVAL \(interval) is not possible: use 1 to 86400")
        }
        var alertLimits = AlertLimits()
        alertLimits.interval = .seconds(interval)
        self.alertLimits = alertLimits
        self.queryOptions = try (queryLimits ?? QueryLimitOptions.parse([]))
            .options(environment: environment, isCluster: self.clickHouseURL != nil)
        let level = setting("LOG_LEVEL") ?? "info"
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw ValidationError(
                "MARTLET_LOG_LEVEL \"\(level)\" is not one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.logLevel = logLevel
    }

    /// A port, or none. Where nobody says, it is the one that clients look for, but only beside a server that is itself where they look:
    /// of two servers on a machine one would not start.
    private static func clickHousePort(_ text: String?, beside port: Int) throws -> Int? {
        guard let text else { return port == 7181 ? 7182 : nil }
        guard text != "none" else { return nil }
        guard let number = Int(text), (0...65_535).contains(number) else {
            throw ValidationError("\"\(text)\" is not a port for ClickHouse clients: use 0 to 65535, or none")
        }
        return number
    }

    /// An address of HTTP. What is wrong is said without it, for it may hold a secret.
    private static func alertURL(_ text: String?) throws -> String? {
        guard let text else { return nil }
        do {
            _ = try RemoteURL(text)
        } catch {
            throw ValidationError("MARTLET_ALERT_URL is no address to send alerts to: use http:// or https:// with a host, and no user")
        }
        return text
    }

    /// A rate that is one; 0 is as good as none.
    private static func rate(_ number: Int?, of name: String) throws -> Int? {
        guard let number, number != 0 else { return nil }
        guard (1...RateLimit.most).contains(number) else {
            throw ValidationError("MARTLET_\(name) \(number) is not a rate: use 1 to \(RateLimit.most), or 0 for no limit")
        }
        return number
    }

    private static func number(_ text: String, of name: String) throws -> Int {
        guard let number = Int(text) else { throw ValidationError("\(name) \"\(text)\" is not a number") }
        return number
    }
}
