// Part of Martlet. Apache License 2.0; see LICENSE.

import HTTPTypes
import MartletCore
import Queries
import Testing

@testable import Gateway

struct ClickHouseExceptionTests {
    @Test(
        arguments: [
            (QueryError.unknownTable("t"), 60, "UNKNOWN_TABLE", "Unknown table 't'", 404),
            (QueryError.dataSourceNotReadable("t"), 497, "ACCESS_DENIED", "token is missing the scope DATASOURCES:READ:t", 403),
            (WireError.tooManyParameters, 36, "BAD_ARGUMENTS", "more than 1000 parameters", 400),
            (RequestError(.unavailable, "later", retryAfterSeconds: 1), 210, "NETWORK_ERROR", "later", 503),
            (RequestError(.tooLarge, "much"), 229, "QUERY_IS_TOO_LARGE", "much", 413),
            (RequestError(.overloaded, "often"), 201, "QUOTA_EXCEEDED", "often", 429),
            (ClickHouseError.readOnly("drop"), 164, "READONLY", "Cannot execute DROP in readonly mode: this interface only reads", 500),
        ] as [(any ServiceError, Int, String, String, Int)])
    func `every error has ClickHouse's number, name and status`(
        _ error: any ServiceError, _ number: Int, _ name: String, _ text: String, _ status: Int
    ) throws {
        let exception = try #require(ClickHouseException(error))
        #expect((exception.number, exception.name, exception.text, exception.status.code) == (number, name, text, status))
    }

    @Test func `what nobody expected is not told`() {
        struct Surprise: Error {}
        #expect(ClickHouseException(Surprise()) == nil)
    }
}
