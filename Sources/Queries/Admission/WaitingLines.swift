// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// Those who wait, a line for each token, served in turn: workspace by workspace, and within one token by token.
///
/// Who sends many queries so waits behind his own, not everybody behind his. As few wait as ``AdmissionLimits`` allow, so that looking
/// through all of them costs little beside a query.
struct WaitingLines: Sendable {
    /// In the order of their turns.
    private var workspaces: [WorkspaceLines] = []
    private(set) var count = 0

    private struct WorkspaceLines {
        let id: WorkspaceID
        var tokens: [TokenLine]

        var count: Int { self.tokens.reduce(0) { $0 + $1.tickets.count } }
    }

    private struct TokenLine {
        let caller: QueryCaller
        var tickets: ArraySlice<AdmissionTicket>
    }

    func count(of workspace: WorkspaceID) -> Int { self.workspaces.first { $0.id == workspace }?.count ?? 0 }

    func count(of caller: QueryCaller) -> Int {
        self.workspaces.first { $0.id == caller.workspace }?.tokens.first { $0.caller == caller }?.tickets.count ?? 0
    }

    /// Puts a ticket at the end of its caller's line.
    mutating func append(_ ticket: AdmissionTicket, of caller: QueryCaller) {
        self.count += 1
        guard let workspace = self.workspaces.firstIndex(where: { $0.id == caller.workspace }) else {
            return self.workspaces.append(WorkspaceLines(id: caller.workspace, tokens: [TokenLine(caller: caller, tickets: [ticket])]))
        }
        guard let token = self.workspaces[workspace].tokens.firstIndex(where: { $0.caller == caller }) else {
            return self.workspaces[workspace].tokens.append(TokenLine(caller: caller, tickets: [ticket]))
        }
        self.workspaces[workspace].tokens[token].tickets.append(ticket)
    }

    /// Takes a ticket out; false if it does not wait.
    mutating func remove(_ ticket: AdmissionTicket, of caller: QueryCaller) -> Bool {
        guard let workspace = self.workspaces.firstIndex(where: { $0.id == caller.workspace }),
            let token = self.workspaces[workspace].tokens.firstIndex(where: { $0.caller == caller }),
            let place = self.workspaces[workspace].tokens[token].tickets.firstIndex(of: ticket)
        else { return false }
        self.workspaces[workspace].tokens[token].tickets.remove(at: place)
        self.count -= 1
        if self.workspaces[workspace].tokens[token].tickets.isEmpty { self.workspaces[workspace].tokens.remove(at: token) }
        if self.workspaces[workspace].tokens.isEmpty { self.workspaces.remove(at: workspace) }
        return true
    }

    /// Takes out the ticket whose turn it is among the callers who may run; its token and its workspace come last from now on.
    mutating func next(where mayRun: (QueryCaller) -> Bool) -> (ticket: AdmissionTicket, caller: QueryCaller)? {
        for (index, workspace) in self.workspaces.enumerated() {
            guard let token = workspace.tokens.firstIndex(where: { mayRun($0.caller) }) else { continue }
            var lines = self.workspaces.remove(at: index)
            var line = lines.tokens.remove(at: token)
            let ticket = line.tickets.removeFirst()
            self.count -= 1
            if !line.tickets.isEmpty { lines.tokens.append(line) }
            if !lines.tokens.isEmpty { self.workspaces.append(lines) }
            return (ticket, line.caller)
        }
        return nil
    }
}

/// A place in a line.
struct AdmissionTicket: Sendable, Hashable {
    let number: Int
}
