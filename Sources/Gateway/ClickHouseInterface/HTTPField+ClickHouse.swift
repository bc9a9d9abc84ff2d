// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes

extension HTTPField.Name {
    private static func make(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a valid field name") }
        return field
    }

    static let clickHouseUser = make("X-ClickHouse-User")
    static let clickHouseKey = make("X-ClickHouse-Key")
    static let clickHouseDatabase = make("X-ClickHouse-Database")
    static let clickHouseFormat = make("X-ClickHouse-Format")
    static let clickHouseQueryID = make("X-ClickHouse-Query-Id")
    static let clickHouseSummary = make("X-ClickHouse-Summary")
    static let clickHouseExceptionCode = make("X-ClickHouse-Exception-Code")
    static let clickHouseTimezone = make("X-ClickHouse-Timezone")
    static let clickHouseServerName = make("X-ClickHouse-Server-Display-Name")
}
