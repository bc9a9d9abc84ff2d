// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Hummingbird
internal import NIOCore

/// What a request of the engine's server knows of its connection.
struct EngineRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.channel = source.channel
    }
}
