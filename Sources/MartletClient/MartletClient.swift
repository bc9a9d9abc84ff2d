// Part of Martlet. Apache License 2.0; see LICENSE.

public import AsyncHTTPClient

/// A client of a Martlet server, or of Tinybird's own service: both speak the API that it uses.
///
/// ```swift
/// let client = MartletClient(url: "http://127.0.0.1:7181", token: token)
/// try await client.append([SignedUp(user: "u1")], to: "events")
/// let answer: PipeAnswer<Day> = try await client.pipe("signups_by_day").rows(["country": "ES"])
/// ```
///
/// Failures of requests are thrown as ``MartletClientError``. A client is a value: copies share the connections of its HTTP client.
public struct MartletClient: Sendable {
    package let url: String
    package let token: String
    let httpClient: HTTPClient
    /// The longest that the beginning of an answer is waited for.
    let timeout: Duration
    /// How often, and after which pauses, requests are sent again that may succeed then.
    public var retries: RetryPolicy
    /// Whether calls are about the deployment that waits to be promoted, rather than the live one.
    package var readsStaging = false
    /// Told of each answer, for a person who looks for a mistake: method, path without parameters, and status.
    package var onAnswer: (@Sendable (String) -> Void)?

    /// A client of the server at an address.
    ///
    /// - Parameters:
    ///   - url: The server's address, for example `http://127.0.0.1:7181` or `https://api.tinybird.co`.
    ///   - token: A token with the scopes that the calls need.
    ///   - httpClient: What keeps the connections; by default the one that all who name none share.
    ///   - timeout: The longest that the beginning of an answer is waited for.
    ///   - retries: How often, and after which pauses, requests are sent again that may succeed then.
    public init(
        url: String, token: String, httpClient: HTTPClient = MartletClient.sharedHTTPClient, timeout: Duration = .seconds(600),
        retries: RetryPolicy = .standard
    ) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
        self.httpClient = httpClient
        self.timeout = timeout
        self.retries = retries
    }
}
