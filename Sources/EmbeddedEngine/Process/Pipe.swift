// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
internal import MartletCore

/// The two ends of a pipe; no child inherits them by accident. Whoever makes it closes them.
struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw RequestError(.internal, "no pipe can be made: error \(errno)")
        }
        self.readEnd = ends[0]
        self.writeEnd = ends[1]
    }
}
