// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CADBC
internal import Glibc
internal import MartletCore
internal import NIOPosix
internal import Synchronization

/// A running child, held by the end of the pipe that is its standard input: when that closes, the child ends.
final class ChildProcess: Sendable {
    let processID: pid_t
    /// Our end of its standard input, until it is closed.
    private let input: Mutex<Int32?>
    private let hasEnded = Mutex(false)

    enum Event: Sendable, Equatable {
        case ready
        /// The exit status, or the negative number of the signal that ended it.
        case ended(status: Int32)
    }

    /// Starts `executable`. `onEvent` is called on a thread of the child's own.
    init(executable: String, arguments: [String], onEvent: @escaping @Sendable (Event) -> Void) throws {
        let input = try Pipe()
        let output = try Pipe()
        self.processID = try Self.spawn(executable, [executable] + arguments, input: input.readEnd, output: output.writeEnd)
        self.input = Mutex(input.writeEnd)
        close(input.readEnd)
        close(output.writeEnd)

        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        thread.submit { _ in
            self.watch(output: output.readEnd, onEvent: onEvent)
            thread.shutdownGracefully { _ in }
        }
    }

    /// Sends a signal, unless the child has ended and its number may be another's.
    func signal(_ number: Int32) {
        self.hasEnded.withLock { hasEnded in
            if !hasEnded { _ = kill(self.processID, number) }
        }
    }

    /// Does what the kernel does when this process dies: the child ends by itself.
    func closeInput() {
        self.input.withLock { input in
            if let descriptor = input { close(descriptor) }
            input = nil
        }
    }

    /// Blocks until the child has ended.
    private func watch(output: Int32, onEvent: (Event) -> Void) {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(output, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            line.append(byte)
            if line == Array(Readiness.line.utf8) { onEvent(.ready) }
        }
        close(output)

        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(self.processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        var status: Int32 = 0
        self.hasEnded.withLock { hasEnded in
            hasEnded = true
            _ = unsafe waitpid(self.processID, &status, 0)
        }
        self.closeInput()
        onEvent(.ended(status: status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)))
    }

    private static func spawn(_ executable: String, _ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        // Sockets and files of the server are none of the child's business, whoever opened them.
        unsafe martlet_spawn_close_others(&actions)

        // A group of its own: Ctrl-C in a terminal is for the server, which stops its child in its own order.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var processID: pid_t = 0
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        let status = unsafe posix_spawn(&processID, executable, &actions, &attributes, &words, environ)
        guard status == 0 else { throw RequestError(.internal, "\(executable) cannot be started: error \(status)") }
        return processID
    }
}
