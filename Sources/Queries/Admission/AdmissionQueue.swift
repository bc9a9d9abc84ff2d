// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Workspaces

/// Which queries run and which wait, as a state machine without a clock.
///
/// ```
/// enter ──> wait ──turn──> running ──> unread ──> (gone)
///   └──────────────────────↗  └────────────────────↗
/// ```
/// Whoever waits may not run: each event that lets somebody run gives back the tickets of all who begin by it.
struct AdmissionQueue: Sendable {
    private let limits: AdmissionLimits
    private var lines = WaitingLines()
    private var lastNumber = 0
    private var runningCount = 0
    private var unreadByteCount = 0
    /// Counted only where there is a limit on them.
    private var runningByWorkspace: [WorkspaceID: Int] = [:]
    private var runningByToken: [QueryCaller: Int] = [:]
    private var unreadByToken: [QueryCaller: Int] = [:]

    init(limits: AdmissionLimits) { self.limits = limits }

    /// What becomes of a query that comes.
    enum Entry: Sendable, Hashable {
        case run
        case wait(AdmissionTicket)
        case refuse(AdmissionRefusal)
    }

    mutating func enter(_ caller: QueryCaller) -> Entry {
        guard self.obstacle(for: caller) != nil else {
            self.begin(caller)
            return .run
        }
        if let refusal = self.refusal(of: caller) { return .refuse(refusal) }
        self.lastNumber += 1
        let ticket = AdmissionTicket(number: self.lastNumber)
        self.lines.append(ticket, of: caller)
        return .wait(ticket)
    }

    /// The engine is done with a query, and has left so much to be read.
    mutating func finishRunning(_ caller: QueryCaller, unread byteCount: Int) -> [AdmissionTicket] {
        self.runningCount -= 1
        precondition(self.runningCount >= 0, "only a query that runs comes to its end")
        if self.limits.runningPerWorkspace != nil { self.runningByWorkspace.subtract(1, from: caller.workspace) }
        if self.limits.runningPerToken != nil { self.runningByToken.subtract(1, from: caller) }
        if byteCount > 0 {
            self.unreadByteCount += byteCount
            self.unreadByToken[caller, default: 0] += byteCount
        }
        return self.beginWhoMay()
    }

    /// What was left to be read has been read, or nobody will.
    mutating func forget(unread byteCount: Int, of caller: QueryCaller) -> [AdmissionTicket] {
        self.unreadByteCount -= byteCount
        self.unreadByToken.subtract(byteCount, from: caller)
        return self.beginWhoMay()
    }

    /// Somebody waits no longer. Gives back what kept him waiting, or nil if he runs already.
    mutating func giveUp(_ ticket: AdmissionTicket, of caller: QueryCaller) -> AdmissionObstacle? {
        guard self.lines.remove(ticket, of: caller) else { return nil }
        guard let obstacle = self.obstacle(for: caller) else { preconditionFailure("whoever waits may not run") }
        return obstacle
    }

    // MARK: Who may run

    private func obstacle(for caller: QueryCaller) -> AdmissionObstacle? {
        guard self.runningCount < self.limits.running else { return .running(.server, limit: self.limits.running) }
        if let limit = self.limits.runningPerWorkspace, self.runningByWorkspace[caller.workspace, default: 0] >= limit {
            return .running(.workspace, limit: limit)
        }
        if let limit = self.limits.runningPerToken, self.runningByToken[caller, default: 0] >= limit {
            return .running(.token, limit: limit)
        }
        guard self.unreadByteCount > 0 else { return nil }
        guard self.unreadByteCount < self.limits.unreadSize.bytes else { return .unread(.server, limit: self.limits.unreadSize) }
        guard self.unreadByToken[caller, default: 0] < self.limits.unreadSizePerToken.bytes else {
            return .unread(.token, limit: self.limits.unreadSizePerToken)
        }
        return nil
    }

    private func refusal(of caller: QueryCaller) -> AdmissionRefusal? {
        if self.lines.count(of: caller) >= self.limits.waitingPerToken {
            return .lineIsFull(.token, limit: self.limits.waitingPerToken)
        }
        if self.lines.count(of: caller.workspace) >= self.limits.waitingPerWorkspace {
            return .lineIsFull(.workspace, limit: self.limits.waitingPerWorkspace)
        }
        return self.lines.count >= self.limits.waiting ? .lineIsFull(.server, limit: self.limits.waiting) : nil
    }

    private mutating func begin(_ caller: QueryCaller) {
        self.runningCount += 1
        if self.limits.runningPerWorkspace != nil { self.runningByWorkspace[caller.workspace, default: 0] += 1 }
        if self.limits.runningPerToken != nil { self.runningByToken[caller, default: 0] += 1 }
    }

    private mutating func beginWhoMay() -> [AdmissionTicket] {
        guard self.lines.count > 0 else { return [] }
        var begun: [AdmissionTicket] = []
        var lines = WaitingLines()
        swap(&lines, &self.lines)
        while let next = lines.next(where: { self.obstacle(for: $0) == nil }) {
            self.begin(next.caller)
            begun.append(next.ticket)
        }
        swap(&lines, &self.lines)
        return begun
    }
}

extension Dictionary where Value == Int {
    fileprivate mutating func subtract(_ count: Int, from key: Key) {
        let rest = self[key, default: 0] - count
        self[key] = rest > 0 ? rest : nil
    }
}
