// Part of Martlet. Apache License 2.0; see LICENSE.

package import HTTPTypes

/// Headers of the ClickHouse HTTP protocol, which both servers answer.
extension HTTPField.Name {
    private static func make(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a valid field name") }
        return field
    }

    package static let clickHouseUser = make("X-ClickHouse-User")
    package static let clickHouseKey = make("X-ClickHouse-Key")
    package static let clickHouseDatabase = make("X-ClickHouse-Database")
    package static let clickHouseFormat = make("X-ClickHouse-Format")
    package static let clickHouseQueryID = make("X-ClickHouse-Query-Id")
    package static let clickHouseSummary = make("X-ClickHouse-Summary")
    package static let clickHouseExceptionCode = make("X-ClickHouse-Exception-Code")
    package static let clickHouseTimezone = make("X-ClickHouse-Timezone")
    package static let clickHouseServerName = make("X-ClickHouse-Server-Display-Name")
}
