// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct CronExpressionTests {
    @Test(
        "Expressions of five to seven fields, and names",
        arguments: [
            "* * * * *", "*/5 * * * *", "0 0 * * MON-FRI", "0 8-18/2 * jan,feb sun", "5/15 * * * *", "0 0 ? * *", "0 22-2 * * *",
            "0 0 * * 7",
            "* * * * * 30", "* * * * * 0 2030", "@hourly", "@Daily", "  0 *  * * * ",
        ])
    func accepted(text: String) {
        #expect(CronExpression(parsing: text) != nil)
    }

    @Test(
        "What is no expression is refused",
        arguments: [
            "", "* * * *", "* * * * * * * *", "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "a b c d e", "*/0 * * * *",
            "1,,2 * * * *",
            "-1 * * * *", "1-2-3 * * * *", "@reboot", "99999999999999999999 * * * *",
        ])
    func refused(text: String) {
        #expect(CronExpression(parsing: text) == nil)
    }

    @Test func `Fields become the numbers they name`() throws {
        let expression = try #require(CronExpression(parsing: "*/20 22-1 1,15 feb fri-7"))
        #expect(expression.minutes == [0, 20, 40])
        #expect(expression.hours == [22, 23, 0, 1])
        #expect(expression.daysOfMonth == [1, 15])
        #expect(expression.months == [2])
        #expect(expression.daysOfWeek == [5, 6, 0])
        #expect(expression.seconds == [0])
        #expect(expression.years == nil)
        #expect(expression.matchesEitherDay)
    }
}
