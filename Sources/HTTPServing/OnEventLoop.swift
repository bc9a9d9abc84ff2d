// Part of Martlet. Apache License 2.0; see LICENSE.

package import HummingbirdCore
package import Logging
package import NIOCore

/// Serves each connection on the thread of its own event loop.
///
/// A request then walks from the socket to its answer on one thread: going to another and back costs more than most requests' work.
/// What computes for long must leave the loop, whose other connections would wait for it.
package struct OnEventLoop<Base: ServerChildChannel>: ServerChildChannel {
    private let base: Base

    package init(_ base: Base) { self.base = base }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        // Every read is a walk through the pipeline; of large bodies it should take as much as there is.
        let allocator = AdaptiveRecvByteBufferAllocator(minimum: 1 << 10, initial: 1 << 12, maximum: 1 << 20)
        return channel.setOption(.recvAllocator, value: allocator).flatMap { self.base.setup(channel: channel, logger: logger) }
    }

    @concurrent package func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await self.base.handle(value: value, logger: logger)
        }
    }
}

/// Runs the steps of tasks on an event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.eventLoop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
