// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

extension PipeSchedule {
    /// The moment of the run that is due, in seconds since 1970; nil if none is.
    ///
    /// A run that comes late, because the server was down or the one before it took long, makes up for all that were due meanwhile: it is
    /// one run, and its moment is now. Otherwise the moment is when it was due.
    func dueMoment(by cron: CronExpression, at now: Int) -> Int? {
        guard !self.isPaused, let first = cron.next(after: self.settledUntil), first <= now else { return nil }
        guard let second = cron.next(after: first), second <= now else { return first }
        return now
    }
}
