// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import Jobs
internal import Logging
internal import MartletCore
internal import Templates
internal import Workspaces

/// Lets pipes run at their times, each once at a time.
extension PipeJobService {
    /// Looks for runs that are due until the task is cancelled.
    package func run() async {
        var atWork = ScheduledRuns()
        while (try? await Task.sleep(for: self.limits.tick)) != nil {
            guard self.runs.isOpen else { continue }
            await self.beginDueRuns(at: self.now(), besides: &atWork)
        }
    }

    /// The runs that a schedule has begun and that are not known to have ended: their moments by their pipes.
    typealias ScheduledRuns = [ResourceID: Int]

    private func beginDueRuns(at now: Int, besides atWork: inout ScheduledRuns) async {
        for workspace in self.catalog.workspaces {
            do {
                let snapshot = try self.catalog.snapshot(of: workspace.id)
                for pipe in snapshot.pipes.values where atWork[pipe.id] != nil {
                    guard await self.openJob(of: pipe.id, in: workspace.id) == nil else { continue }
                    try await self.schedules.settle(pipe.id, until: atWork.removeValue(forKey: pipe.id) ?? 0)
                }
                for due in try await self.schedules.dueRuns(of: snapshot, at: now) where atWork[due.pipe.id] == nil {
                    // One that somebody has begun by hand is waited for.
                    guard await self.openJob(of: due.pipe.id, in: workspace.id) == nil else { continue }
                    atWork[due.pipe.id] = due.moment
                    await self.begin(due, in: snapshot)
                }
            } catch {
                self.logger.error("schedules cannot be looked at", metadata: ["workspace": "\(workspace.name)", "error": "\(error)"])
            }
        }
    }

    /// Whatever is wrong with a run is told by its job.
    private func begin(_ due: PipeSchedules.DueRun, in snapshot: WorkspaceSnapshot) async {
        let workspace = snapshot.workspace.id
        do {
            switch due.pipe.definition.kind {
            case .copy:
                guard let node = due.pipe.definition.resultNode,
                    let target = node.targetDataSource.flatMap({ snapshot.dataSource(named: $0) })
                else { return }
                let request = try CopyRequest(pipe: due.pipe.id.text, arguments: TemplateArguments([:]))
                _ = try await self.begin(CopyPlan.job(of: due.pipe, filling: target, mode: node.copyMode, in: workspace), of: due.pipe) {
                    try await self.copy(request, moment: due.moment, as: $0)
                }
            case .sink:
                let request = SinkRequest(pipe: due.pipe.id.text, arguments: TemplateArguments([:]))
                _ = try await self.begin(SinkPlan.job(of: due.pipe, in: workspace), of: due.pipe) {
                    try await self.sink(request, moment: due.moment, as: $0)
                }
            case .endpoint, .materialized, .plain: return
            }
        } catch {
            self.logger.warning("a scheduled run was not begun", metadata: ["pipe": "\(due.pipe.name)", "error": "\(error)"])
        }
    }
}
