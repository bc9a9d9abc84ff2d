// Part of Martlet. Apache License 2.0; see LICENSE.

/// `day_diff` and `date_diff_in_…`: whole units between two dates (templates specification, 10).
enum DateFunctions {
    static let functions =
        [Self.dayDiff] + [Unit.days, .hours, .minutes, .seconds].map { Self.difference($0) }

    private enum Unit: String {
        case days, hours, minutes, seconds

        var length: Int {
            switch self {
            case .days: 86_400_000_000
            case .hours: 3_600_000_000
            case .minutes: 60_000_000
            case .seconds: 1_000_000
            }
        }

        /// The contract's words; for minutes they name the seconds' function.
        var failure: String {
            switch self {
            case .days:
                return "invalid date format in function `date_diff_in_days`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26"
            case .hours, .minutes, .seconds:
                let function = self == .hours ? "date_diff_in_hours" : "date_diff_in_seconds"
                return "invalid date_format in function `\(function)`, defaults to YYYY-MM-DD hh:mm:ss. Or %Y-%m-%d %H:%M:%S [.ssssss]Z, "
                    + "e.g. ms: 2022-12-19T18:42:22.591Z s:2022-12-19T18:42:22Z"
            }
        }
    }

    private static let dayDiff = TemplateFunction("day_diff", "d0", "d1", "default", required: 2) {
        arguments, state throws(TemplateError) in
        if arguments["d0"].isPlaceholder || arguments["d1"].isPlaceholder { return TemplateValue(0) }
        if let days = Self.units(.days, arguments, formats: ["%Y-%m-%d"]) { return TemplateValue(days) }
        throw TemplateError(
            .invalidValue,
            "invalid date format in function `day_diff`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26. "
                + "For other fotmats, try `date_diff_in_days`",
            documentation: TemplateError.documentationPage + "#date_diff_in_days")
    }

    private static func difference(_ unit: Unit) -> TemplateFunction {
        TemplateFunction(
            "date_diff_in_\(unit.rawValue)", "d0", "d1", "date_format", "default", "backup_date_format", "none_if_error", required: 2
        ) { arguments, state throws(TemplateError) in
            if arguments["d0"].isPlaceholder || arguments["d1"].isPlaceholder {
                return arguments["default"].isTruthy ? arguments["default"] : TemplateValue(0)
            }
            let standard = unit == .days ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S"
            var formats = [arguments.has("date_format") ? arguments["date_format"].textContent : standard]
            if arguments["backup_date_format"].isTruthy { formats.append(arguments["backup_date_format"].textContent) }
            if let count = Self.units(unit, arguments, formats: formats.compactMap { $0 }) { return TemplateValue(count) }
            if arguments["none_if_error"].isTruthy { return .none }
            throw TemplateError(
                .invalidValue, unit.failure, documentation: TemplateError.documentationPage + "#date_diff_in_\(unit.rawValue)")
        }
    }

    /// Whole units between the two dates; nil if one matches no format, or only one says its offset from UTC.
    private static func units(_ unit: Unit, _ arguments: BoundArguments, formats: [String]) -> Int? {
        guard let first = Self.date(arguments["d0"], formats: formats), let second = Self.date(arguments["d1"], formats: formats) else {
            return nil
        }
        guard (first.offsetSeconds == nil) == (second.offsetSeconds == nil) else { return nil }
        let offset = ((second.offsetSeconds ?? 0) - (first.offsetSeconds ?? 0)) * 1_000_000
        return abs(second.microseconds - first.microseconds - offset) / unit.length
    }

    private static func date(_ value: TemplateValue, formats: [String]) -> ParsedDate? {
        guard let text = value.textContent else { return nil }
        for format in formats {
            if let date = DateFormat(format).date(from: text) { return date }
        }
        return nil
    }
}
