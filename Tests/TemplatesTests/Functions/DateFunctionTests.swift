// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct DateFunctionTests {
    @Test(
        "whole units between two dates, whichever is first",
        arguments: [
            ("day_diff('2019-02-01', '2019-01-02')", "30"), ("date_diff_in_days('2020-02-28', '2020-03-01')", "2"),
            ("date_diff_in_days('2020-01-01 10:00:00', '2020-02-01 09:00:00', '%Y-%m-%d %H:%M:%S')", "30"),
            ("date_diff_in_hours('2022-12-14 18:42:22', '2022-12-19 18:42:22')", "120"),
            ("date_diff_in_minutes('2022-12-19T18:43:22Z', '2022-12-19T18:42:23Z', '%Y-%m-%dT%H:%M:%Sz')", "0"),
            ("date_diff_in_seconds('1.5', '3.25', '%S.%f')", "1"), ("date_diff_in_days('2024-02-29', '2024-3-1')", "1"),
            ("date_diff_in_days('2019/01/04', '2019-01-01', backup_date_format='%Y/%m/%d')", "3"),
            ("date_diff_in_seconds('2020-01-01 00:00:00+01:00', '2020-01-01 00:00:00Z', '%Y-%m-%d %H:%M:%S%z')", "3600"),
            ("date_diff_in_hours('01:00 PM', '11:00 am', '%I:%M %p')", "2"), ("date_diff_in_days('2020 060', '2020 001', '%Y %j')", "59"),
            ("date_diff_in_days('01 Jan 2020', '03 february 2020', '%d %b %Y', backup_date_format='%d %B %Y')", "33"),
            ("date_diff_in_days('20-01-01', '70-01-01', '%y-%m-%d')", "18262"),
            ("date_diff_in_hours('x', 'y', none_if_error=True) or 'none'", "'none'"),
        ])
    func differences(_ expression: String, _ sql: String) {
        #expect(rendered("{% set d = \(expression) %}{{d}}") == sql)
    }

    @Test(
        "a date that does not match is refused in the contract's words",
        arguments: [
            (
                "day_diff('x', '2020-01-01')",
                "invalid date format in function `day_diff`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26. For other fotmats, try `date_diff_in_days`"
            ),
            (
                "date_diff_in_days('2023-02-29', '2023-03-01')",
                "invalid date format in function `date_diff_in_days`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26"
            ),
            (
                "date_diff_in_minutes(x, '2020-01-01 00:00:00')",
                "invalid date_format in function `date_diff_in_seconds`, defaults to YYYY-MM-DD hh:mm:ss. Or %Y-%m-%d %H:%M:%S [.ssssss]Z, e.g. ms: 2022-12-19T18:42:22.591Z s:2022-12-19T18:42:22Z"
            ),
            (
                "date_diff_in_hours('2020-01-01 00:00:00Z', '2020-01-01 00:00:00', '%Y-%m-%d %H:%M:%S%z', backup_date_format='%Y-%m-%d %H:%M:%S')",
                "invalid date_format in function `date_diff_in_hours`, defaults to YYYY-MM-DD hh:mm:ss. Or %Y-%m-%d %H:%M:%S [.ssssss]Z, e.g. ms: 2022-12-19T18:42:22.591Z s:2022-12-19T18:42:22Z"
            ),
        ])
    func failures(_ expression: String, _ message: String) {
        #expect(rendered("{{\(expression)}}") == "error: Template Syntax Error: \(message)")
    }
}
