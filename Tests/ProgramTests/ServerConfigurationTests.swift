// Part of Martlet. Apache License 2.0; see LICENSE.

import ArgumentParser
import FileSources
import Gateway
import Testing

@testable import martlet

struct ServerConfigurationTests {
    @Test func `an option wins over its variable, which wins over the default`() throws {
        let environment = ["MARTLET_HOST": "0.0.0.0", "MARTLET_PORT": "9", "MARTLET_DATA_DIR": "/v", "MARTLET_PROJECT": ""]
        let configuration = try ServerConfiguration(port: 80, environment: environment)
        #expect((configuration.host, configuration.port, configuration.dataFolder) == ("0.0.0.0", 80, "/v"))
        #expect(configuration.projectFolder == nil && configuration.clickHouseURL == nil)
        let defaults = try ServerConfiguration(environment: [:])
        #expect((defaults.host, defaults.port, defaults.dataFolder) == ("127.0.0.1", 7181, ".martlet"))
    }

    @Test func `clients of ClickHouse have their usual port beside a server on its own, any other that is given, or none`() throws {
        #expect(try ServerConfiguration(environment: [:]).clickHousePort == 7182)
        #expect(try ServerConfiguration(port: 80, environment: [:]).clickHousePort == nil)
        #expect(try ServerConfiguration(port: 80, environment: ["MARTLET_CLICKHOUSE_PORT": "0"]).clickHousePort == 0)
        #expect(try ServerConfiguration(clickHousePort: "none", environment: ["MARTLET_CLICKHOUSE_PORT": "8123"]).clickHousePort == nil)
    }

    @Test func `there is no limit on requests unless one is given`() throws {
        #expect(try ServerConfiguration(environment: ["MARTLET_QUERY_RATE": "0"]).rateLimits == RateLimits())
        let limits = try ServerConfiguration(eventRate: 100, environment: ["MARTLET_EVENT_RATE": "7", "MARTLET_IMPORT_RATE": "5"])
            .rateLimits
        #expect(limits == RateLimits(events: .perSecond(100), imports: .perMinute(5)))
    }

    @Test func `places to import from come from options, or from a list in the variable`() throws {
        let environment = ["MARTLET_ALLOW_IMPORT_FROM": "files.local:80,10.0.0.0/8"]
        let listed = ["files.local:80", "10.0.0.0/8"].compactMap { AllowedOrigin($0) }
        #expect(try ServerConfiguration(environment: environment).allowedImports == listed)
        #expect(try ServerConfiguration(allowedImports: ["10.0.0.0/8"], environment: environment).allowedImports == [listed[1]])
        #expect(try ServerConfiguration(environment: [:]).allowedImports == [])
    }

    @Test func `alerts go anywhere, and what is wrong with the address is said without it`() throws {
        #expect(try ServerConfiguration(environment: [:]).alertURL == nil)
        let local = "http://127.0.0.1:9000/hooks/secret"
        #expect(try ServerConfiguration(environment: ["MARTLET_ALERT_URL": local]).alertURL == local)
        let error = #expect(throws: ValidationError.self) {
            try ServerConfiguration(alertURL: "https://u:secret@hooks.local", environment: [:])
        }
        #expect(error?.message.contains("secret") == false)
    }

    @Test(arguments: [
        ["MARTLET_ALLOW_IMPORT_FROM": "http://files.local"], ["MARTLET_PORT": "many"], ["MARTLET_PORT": "70000"],
        ["MARTLET_CLICKHOUSE_PORT": "off"],
        ["MARTLET_LOG_LEVEL": "loud"], ["MARTLET_EVENT_RATE": "-1"],
        ["MARTLET_ALERT_URL": "hooks.local/secret"], ["MARTLET_ALERT_URL": "ftp://hooks.local"], ["MARTLET_ALERT_INTERVAL": "0"],
        ["MARTLET_CONCURRENT_QUERIES": "0"], ["MARTLET_QUERY_TIMEOUT": "long"], ["MARTLET_WAITING_QUERIES": "1000000"],
    ])
    func `a value that means nothing is refused`(environment: [String: String]) {
        #expect(throws: ValidationError.self) { try ServerConfiguration(environment: environment) }
    }
}
