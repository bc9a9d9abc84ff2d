// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct CronExpressionTests {
    @Test(
        "Expressions of five to seven fields, and names",
        arguments: [
            "* * * * *", "*/5 * * * *", "0 0 * * MON-FRI", "0 8-18/2 * jan,feb sun", "5/15 * * * *", "0 0 ? * *", "0 22-2 * * *",
            "0 0 * * 7",
            "* * * * * 30", "* * * * * 0 2030", "@hourly", "@Daily", "0 0 L * *", "0 0 1,L * *", "0 0 1-L * *",
            "0 0 15W * *", "0 0 w1 * *", "0 0 * * 5#2", "0 0 * * mon-fri#1", "0 0 * * L5", "0 0 * * 1#1,3#2", "  0 *  * * * ",
        ])
    func accepted(text: String) {
        #expect(CronExpression(parsing: text) != nil)
    }

    @Test(
        "What is no expression is refused",
        arguments: [
            "", "* * * *", "* * * * * * * *", "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "a b c d e", "*/0 * * * *",
            "1,,2 * * * *",
            "-1 * * * *", "1-2-3 * * * *", "@reboot", "? * * * *", "0 0 L-1 * *", "0 0 1,5W * *",
            "0 0 * * 5#6", "0 0 * * 1,5#2", "0 0 * * L", "0 0 * * 5L", "0 0 0W * *", "99999999999999999999 * * * *",
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

    @Test func `Days may be counted from the end, or within the month`() throws {
        let last = try #require(CronExpression(parsing: "0 0 1,L * *"))
        #expect(last.daysOfMonth == [1] && last.includesLastDayOfMonth)
        let near = try #require(CronExpression(parsing: "0 0 15W * *"))
        #expect(near.daysOfMonth == [] && near.nearestWeekday == 15)
        let counted = try #require(CronExpression(parsing: "0 0 * * fri#2,L7"))
        #expect(counted.daysOfWeek == [])
        #expect(counted.countedWeekdays == [CountedWeekday(weekday: 5, occurrence: 2), CountedWeekday(weekday: 0, occurrence: nil)])
    }

    @Test func `A range of one name is the whole circle`() {
        #expect(CronExpression(parsing: "0 0 * jan-jan *")?.months == Set(1...12))
        #expect(CronExpression(parsing: "*/9223372036854775807 * * * *")?.minutes == [0])
    }
}
