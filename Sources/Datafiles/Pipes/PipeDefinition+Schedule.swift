// Part of Martlet. Apache License 2.0; see LICENSE.

extension PipeDefinition {
    /// When the pipe runs by itself, as a cron expression; nil if only on demand, or never.
    package var schedule: String? {
        switch self.kind {
        case .copy: return self.resultNode?.copySchedule
        case .sink:
            let schedule = self.resultNode?.exportSettings["EXPORT_SCHEDULE"] ?? ""
            return schedule.isEmpty || schedule == "@on-demand" ? nil : schedule
        case .endpoint, .materialized, .plain: return nil
        }
    }
}
