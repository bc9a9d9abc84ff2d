// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
internal import NIOPosix
internal import ServiceLifecycle

/// Ends when the parent process does.
///
/// The parent holds the other end of this process's standard input. The kernel closes it however the parent dies, so
/// that no engine is left behind; a signal at the parent's death would depend on the parent's thread that made the child.
struct ParentWatch: Service {
    func run() async throws {
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        thread.submit { _ in
            var byte: UInt8 = 0
            while true {
                let count = unsafe read(STDIN_FILENO, &byte, 1)
                if count > 0 || count < 0 && errno == EINTR { continue }
                break
            }
            continuation.finish()
        }
        await cancelWhenGracefulShutdown { for await _ in ended {} }
    }
}
