// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// What MetricPal's endpoints should answer, computed from the very lines that were sent by going through all of them.
struct MetricPalModel {
    /// A row of `website_events`.
    struct Event: Decodable {
        let timestamp: String
        let workspaceId: String
        let visitorId: String
        let sessionId: String
        let actionType: String
        let url: String
        var element: String?
        var text: String?
        var value: String?
        var properties: String?
        var userAgent: String?
        var referrer: String?
        var emailHash: String?
        var emailDomain: String?

        /// `2026-01-31`
        var day: String { String(self.timestamp.prefix(10)) }
        /// `2026-01-31 10:00:00.000`, as answers show it.
        var moment: String { MetricPalModel.moment(self.timestamp) }
    }

    /// A row of `user_identities`.
    struct Identity: Decodable {
        let workspaceId: String
        let visitorId: String
        let emailHash: String
        let emailDomain: String
        let identifiedAt: String
    }

    /// Days, both included.
    struct Range {
        var first = "2024-01-01"
        var last = max("2024-12-31", MetricPalModel.today)

        func contains(_ event: Event) -> Bool { self.first <= event.day && event.day <= self.last }
    }

    private(set) var events: [Event] = []
    private(set) var identities: [Identity] = []

    static var today: String { Date().formatted(.iso8601.year().month().day()) }

    mutating func addEvents(_ lines: String) throws { self.events += try Self.rows(lines) }
    mutating func addIdentities(_ lines: String) throws { self.identities += try Self.rows(lines) }

    private static func rows<Row: Decodable>(_ lines: String) throws -> [Row] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try lines.split(separator: "\n").map { try decoder.decode(Row.self, from: Data($0.utf8)) }
    }

    private static func moment(_ text: String) -> String { text.replacing("T", with: " ").replacing("Z", with: "") }

    // MARK: Answers, as texts in the order of their columns

    static let pageViewColumns = ["date", "workspace_id", "url", "page_views", "unique_visitors", "sessions"]

    func pageViews(of workspace: String, _ range: Range) -> [[String]] {
        let views = self.events(of: workspace, range).filter { $0.actionType == "enter-page" }
        return Dictionary(grouping: views) { [$0.day, $0.url] }
            .sorted { ($1.key[0], $1.value.count, $0.key[1]) < ($0.key[0], $0.value.count, $1.key[1]) }
            .map { page, views in
                [page[0], workspace, page[1], "\(views.count)", "\(Self.visitors(views))", "\(Self.sessions(views))"]
            }
    }

    static let eventSummaryColumns = ["workspace_id", "action_type", "event_count", "unique_visitors", "sessions"]

    func eventSummary(of workspace: String, _ range: Range) -> [[String]] {
        Dictionary(grouping: self.events(of: workspace, range), by: \.actionType)
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { action, events in [workspace, action, "\(events.count)", "\(Self.visitors(events))", "\(Self.sessions(events))"] }
    }

    static let userJourneyColumns = [
        "timestamp", "workspace_id", "visitor_id", "session_id", "action_type", "url", "element", "text", "value", "properties",
        "user_agent", "referrer", "email_hash", "email_domain",
    ]

    func userJourney(of visitor: String, in workspace: String, _ range: Range) -> [[String]] {
        guard !visitor.isEmpty else { return [] }
        let identity = self.people(of: workspace)[visitor]
        return self.events(of: workspace, range).filter { $0.visitorId == visitor }
            .map { event in
                let isSigned = event.emailHash ?? "" != ""
                return [
                    event.moment, workspace, visitor, event.sessionId, event.actionType, event.url, event.element ?? "",
                    event.text ?? "", event.value ?? "", event.properties ?? "{}", event.userAgent ?? "", event.referrer ?? "",
                    isSigned ? event.emailHash ?? "" : identity?.emailHash ?? "",
                    isSigned ? event.emailDomain ?? "" : identity?.emailDomain ?? "",
                ]
            }
            .sorted { ($0[0], $0[4], $0[5], $0[6]) < ($1[0], $1[4], $1[5], $1[6]) }
    }

    static let companyColumns = ["email_domain", "visitors", "people", "events", "page_views", "sessions", "first_seen", "last_seen"]

    /// - Parameter excluded: Domains that are no companies.
    func identifiedCompanies(of workspace: String, _ range: Range, excluded: Set<String>) -> [[String]] {
        Dictionary(grouping: self.activity(of: workspace, range), by: \.identity.emailDomain)
            .filter { !$0.key.isEmpty && !excluded.contains($0.key) }
            .map { domain, visitors in (domain, visitors, visitors.reduce(0) { $0 + $1.events.count }) }
            .sorted { ($1.1.count, $1.2, $0.0) < ($0.1.count, $0.2, $1.0) }
            .map { domain, visitors, events in
                [
                    domain, "\(visitors.count)", "\(Set(visitors.map(\.identity.emailHash)).count)", "\(events)",
                    "\(visitors.reduce(0) { $0 + $1.pageViews })", "\(visitors.reduce(0) { $0 + Self.sessions($1.events) })",
                    visitors.map(\.firstSeen).min() ?? "", visitors.map(\.lastSeen).max() ?? "",
                ]
            }
    }

    static let companyVisitorColumns = [
        "visitor_id", "email_hash", "email_domain", "identified_at", "events", "page_views", "sessions", "first_seen", "last_seen",
    ]

    func companyVisitors(of domain: String, in workspace: String, _ range: Range) -> [[String]] {
        self.activity(of: workspace, range).filter { $0.identity.emailDomain == domain }
            .sorted { ($1.lastSeen, $0.identity.visitorId) < ($0.lastSeen, $1.identity.visitorId) }
            .map { visitor in
                [
                    visitor.identity.visitorId, visitor.identity.emailHash, domain, Self.moment(visitor.identity.identifiedAt),
                    "\(visitor.events.count)", "\(visitor.pageViews)", "\(Self.sessions(visitor.events))", visitor.firstSeen,
                    visitor.lastSeen,
                ]
            }
    }

    // MARK: What they are made of

    private func events(of workspace: String, _ range: Range) -> [Event] {
        self.events.filter { $0.workspaceId == workspace && range.contains($0) }
    }

    private static func visitors(_ events: [Event]) -> Int { Set(events.map(\.visitorId)).subtracting([""]).count }
    private static func sessions(_ events: [Event]) -> Int { Set(events.map(\.sessionId)).subtracting([""]).count }

    /// Who each identified visitor is: of several identities the newest, of several of one moment the last that was sent.
    private func people(of workspace: String) -> [String: Identity] {
        var people: [String: Identity] = [:]
        for identity in self.identities where identity.workspaceId == workspace && !identity.visitorId.isEmpty {
            if let former = people[identity.visitorId], Self.moment(former.identifiedAt) > Self.moment(identity.identifiedAt) {
                continue
            }
            people[identity.visitorId] = identity
        }
        return people.filter { !$0.value.emailHash.isEmpty }
    }

    /// What an identified visitor did.
    private struct Activity {
        let identity: Identity
        let events: [Event]

        var pageViews: Int { self.events.filter { $0.actionType == "enter-page" }.count }
        var firstSeen: String { self.events.map(\.moment).min() ?? "" }
        var lastSeen: String { self.events.map(\.moment).max() ?? "" }
    }

    private func activity(of workspace: String, _ range: Range) -> [Activity] {
        let people = self.people(of: workspace)
        return Dictionary(grouping: self.events(of: workspace, range), by: \.visitorId).compactMap { visitor, events in
            people[visitor].map { Activity(identity: $0, events: events) }
        }
    }
}
