// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// Places on the way of the rows where a crash would hurt most; the crash tests end the process there.
///
/// The environment variable `MARTLET_CRASH_POINT`, like `insert-after:3`, names the point and the pass at which a debug build kills
/// itself. A release build has no such points.
package enum CrashPoint: String {
    case appendWrite = "append-write"
    case appendSync = "append-sync"
    case seal
    case insertBefore = "insert-before"
    case insertAfter = "insert-after"
    case commit
    case truncate
    case replayTake = "replay-take"
    case replayAppend = "replay-append"
    case replayEnd = "replay-end"
    case copyStaged = "copy-staged"
    case copyNoted = "copy-noted"
    case copyPiece = "copy-piece"
    case deploymentCreate = "deployment-create"
    case deploymentStage = "deployment-stage"
    case deploymentFill = "deployment-fill"
    case deploymentReady = "deployment-ready"
    case deploymentPublish = "deployment-publish"

    package static func pass(_ point: CrashPoint) {
        #if DEBUG
            guard let wanted = Self.wanted, wanted.point == point else { return }
            if Self.passes.wrappingAdd(1, ordering: .relaxed).newValue == wanted.pass { kill(getpid(), SIGKILL) }
        #endif
    }

    #if DEBUG
        private static let passes = Atomic(0)
        private static let wanted: (point: CrashPoint, pass: Int)? = {
            let parts = (ProcessInfo.processInfo.environment["MARTLET_CRASH_POINT"] ?? "").split(separator: ":")
            guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let pass = Int(parts[1]) else { return nil }
            return (point, pass)
        }()
    #endif
}
