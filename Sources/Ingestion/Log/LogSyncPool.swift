// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Dispatch
internal import Synchronization

/// The threads that write and sync all logs, one group of one log at a time.
///
/// Syncs block, so they must not run on the threads of tasks; and a disk has little use for more than a few of them at once.
package final class LogSyncPool: Sendable {
    private struct Queue {
        /// Each log at most once, so it is bounded by the number of data sources.
        var logs: [DataSourceLog] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let threadCount: Int

    /// With no threads, somebody else must call `performNext`.
    package init(threadCount: Int = LogLimits.syncThreads) {
        self.threadCount = threadCount
        for number in 0..<threadCount {
            DispatchQueue(label: "martlet.log-sync.\(number)").async { self.run() }
        }
    }

    /// Ends the threads, after what they are at. Logs must be closed before.
    package func stop() {
        self.queue.withLock { $0.isStopped = true }
        for _ in 0..<self.threadCount { self.wake.signal() }
    }

    /// Writes one group of the log that has waited longest; false if none waits.
    package func performNext() -> Bool {
        guard let log = self.queue.withLock({ $0.logs.isEmpty ? nil : $0.logs.removeFirst() }) else { return false }
        log.writeNextGroup()
        return true
    }

    func enqueue(_ log: DataSourceLog) {
        self.queue.withLock { $0.logs.append(log) }
        self.wake.signal()
    }

    private func run() {
        while true {
            self.wake.wait()
            if self.queue.withLock({ $0.isStopped }) { return }
            _ = self.performNext()
        }
    }
}
