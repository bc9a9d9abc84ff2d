// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
internal import MartletCore

/// Tells the parent, by a line on what was standard output, that the engine answers.
///
/// Standard output itself is led to standard error from then on: whatever the library prints is no news for the parent.
struct Readiness {
    private let descriptor: Int32

    init() throws {
        self.descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard self.descriptor >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
            throw RequestError(.internal, "standard output cannot be moved: error \(errno)")
        }
    }

    func announce() {
        let line = Array(Self.line.utf8)
        _ = unsafe write(self.descriptor, line, line.count)
    }

    static let line = "ready\n"
}
