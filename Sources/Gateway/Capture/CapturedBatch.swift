// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Templates

/// The events of one request of an SDK, as rows for a data source.
struct CapturedBatch {
    /// The project's key: in the request or in its events.
    let key: String?
    /// One JSON object a line.
    let rows: String
    /// Names the events, so that those of a batch that is sent again are stored once; nil if one of them has no `uuid`.
    let identity: String?

    /// Reads one event, a list of events, or an object with the list `batch`.
    init(_ body: CaptureBody, at moment: CaptureMoment) throws {
        guard let content = try? TemplateValue(json: body.json) else { throw Self.unreadable }
        var moment = moment
        if case .text(let text)? = content[member: "sent_at"] { moment.sentAt = CaptureMoment.date(text) ?? moment.sentAt }
        let events = try Self.events(of: content).enumerated().map { try CapturedEvent($1, number: $0 + 1) }
        let keys = Set(events.compactMap(\.key)).union(Self.text(content[member: "api_key"] ?? content[member: "token"]).map { [$0] } ?? [])
        guard keys.count <= 1 else { throw RequestError(.invalidRequest, "events of one request have one key: send them apart") }
        self.key = keys.first
        self.rows = events.map { $0.row(at: moment) + "\n" }.joined()
        let identities = events.compactMap(\.uuid)
        self.identity = !events.isEmpty && identities.count == events.count ? "capture " + identities.joined(separator: " ") : nil
    }

    private static func events(of content: TemplateValue) throws -> [TemplateValue] {
        switch content {
        case .list(let events): return events
        case .dictionary:
            guard let batch = content[member: "batch"] else { return [content] }
            guard case .list(let events) = batch else { throw Self.unreadable }
            return events
        default: throw Self.unreadable
        }
    }

    private static func text(_ value: TemplateValue?) -> String? {
        guard case .text(let text)? = value else { return nil }
        return text
    }

    private static let unreadable = RequestError(
        .invalidRequest,
        "the body is no events: expected a JSON object with \"event\", a list of them, or an object with such a list in \"batch\"")
}
