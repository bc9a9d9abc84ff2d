// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Templates

/// An event as PostHog's SDKs send it, and as a row: the same object with the time by our clock, its id where rows have it, and everything
/// that concerns the person among the properties.
struct CapturedEvent {
    private var members: TemplateDictionary
    private var properties: TemplateDictionary
    /// The project's key, where each event carries it.
    let key: String?
    let uuid: String?

    /// - Parameter number: Which event of its request it is, counted from 1.
    init(_ value: TemplateValue, number: Int) throws {
        guard case .dictionary(let members) = value, case .text? = members["event"] else {
            throw RequestError(.invalidRequest, "event \(number) is none: expected a JSON object with its name in \"event\"")
        }
        self.members = members
        self.properties = if case .dictionary(let properties)? = members["properties"] { properties } else { TemplateDictionary() }
        self.key = [members["api_key"], members["token"], self.properties["token"]].lazy.compactMap { Self.text($0) }.first
        self.uuid = Self.text(members["uuid"])
        for name in ["api_key", "token", "sent_at"] { self.members[name] = nil }
        self.properties["token"] = nil
        self.movePersonProperties()
    }

    /// The row of a data source, in one line.
    func row(at moment: CaptureMoment) -> String {
        var row = self.members
        row["timestamp"] = .text(moment.time(of: self.times))
        row["offset"] = nil
        row["distinct_id"] = row["distinct_id"] ?? row["$distinct_id"] ?? self.properties["distinct_id"] ?? self.properties["$distinct_id"]
        row["properties"] = .dictionary(self.properties)
        return TemplateValue.dictionary(row).json
    }

    private var times: CapturedTimes {
        var times = CapturedTimes(timestamp: Self.text(self.members["timestamp"] ?? self.properties["timestamp"]))
        if let offset = self.members["offset"], case .integer = offset { times.offsetMilliseconds = Double(offset.json) }
        if case .boolean(true)? = self.properties["$ignore_sent_at"] { times.ignoresSendingTime = true }
        return times
    }

    /// SDKs write `$set` and `$set_once` beside the properties or among them; those among them win.
    private mutating func movePersonProperties() {
        for name in ["$set", "$set_once"] {
            guard case .dictionary(var merged)? = self.members[name] else { continue }
            if case .dictionary(let among)? = self.properties[name] {
                for member in among.members { merged[member.key] = member.value }
            }
            self.properties[name] = .dictionary(merged)
            self.members[name] = nil
        }
    }

    private static func text(_ value: TemplateValue?) -> String? {
        guard case .text(let text)? = value else { return nil }
        return text
    }
}

extension TemplateDictionary {
    /// The value of a member of a JSON object; setting nil removes it.
    fileprivate subscript(name: String) -> TemplateValue? {
        get { self[.text(name)] }
        set { self[.text(name)] = newValue }
    }
}
