// Part of Martlet. Apache License 2.0; see LICENSE.

/// How a live stream behaves where the server or the network does not do their part.
public struct LiveOptions: Sendable, Hashable {
    /// How often a server is asked that does not push answers, as Tinybird's own service.
    public var pollingInterval: Duration = .seconds(3)
    /// After how long a silence the connection counts as lost; a server says something every 15 seconds.
    public var longestSilence: Duration = .seconds(45)

    /// The standard options; set what should be different.
    public init() {}
}

/// The answers of an endpoint over time: the first one at once, the next ones when the data has changed what they say.
///
/// ```swift
/// for try await answer in try client.pipe("active_visitors").live(["site": "s1"], as: Visitor.self) { show(answer.rows) }
/// ```
///
/// A Martlet server pushes them; any other is asked from time to time. A connection that is lost is opened again, after growing pauses,
/// as often as it takes. Who is slow gets the newest answer, not all of them. The stream ends when its task is cancelled, and throws a
/// ``MartletClientError`` when the server refuses the call for good: the token, the endpoint or a parameter is wrong.
public struct LiveAnswers<Row: Decodable & Sendable>: AsyncSequence, Sendable {
    /// An answer.
    public typealias Element = PipeAnswer<Row>

    let client: MartletClient
    let call: Call
    let options: LiveOptions

    /// Opens a stream.
    public func makeAsyncIterator() -> AsyncThrowingStream<PipeAnswer<Row>, any Error>.Iterator {
        let (answers, continuation) = AsyncThrowingStream<PipeAnswer<Row>, any Error>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let task = Task {
            var session = LiveSession<Row>(client: self.client, call: self.call, options: self.options)
            do {
                try await session.run { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error is CancellationError ? nil : error)
            }
        }
        // The task belongs to whoever reads: it ends with the iterator.
        continuation.onTermination = { _ in task.cancel() }
        return answers.makeAsyncIterator()
    }
}
