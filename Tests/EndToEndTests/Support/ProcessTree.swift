// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// What the system says of processes.
enum ProcessTree {
    /// The ids of the processes that `parent` has started.
    static func children(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter {
            self.status(of: $0)?.parent == parent
        }
    }

    /// Whether a process runs; one that has ended and whose parent has not looked yet does not.
    static func isRunning(_ id: Int32) -> Bool { self.status(of: id).map { $0.state != "Z" } ?? false }

    /// Mebibytes that a process holds now, and the most it has held.
    static func memory(of id: Int32) throws -> (resident: Int, peak: Int) {
        let text = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let figure = { (name: String) in
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return (figure("VmRSS") / 1024, figure("VmHWM") / 1024)
    }

    /// A process's state by its letter, and its parent.
    private static func status(of id: Int32) -> (state: String, parent: Int32)? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 2, let parent = Int32(fields[2]) else { return nil }
        return (String(fields[1]), parent)
    }
}
