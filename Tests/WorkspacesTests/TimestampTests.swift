// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

@testable import Workspaces

struct TimestampTests {
    @Test(arguments: [
        (0.0, "1970-01-01 00:00:00.000000"), (1_700_000_000.123456, "2023-11-14 22:13:20.123456"),
        (1_700_000_000.000001, "2023-11-14 22:13:20.000001"),
        (951_782_400.5, "2000-02-29 00:00:00.500000"), (-0.000001, "1969-12-31 23:59:59.999999"),
        (-631_151_999.5, "1950-01-01 00:00:00.500000"), (-2_208_988_800, "1900-01-01 00:00:00.000000"),
    ])
    func `a moment has 26 characters with six digits of fraction`(seconds: Double, text: String) {
        #expect(Timestamp(Date(timeIntervalSince1970: seconds)).text == text)
    }
}
