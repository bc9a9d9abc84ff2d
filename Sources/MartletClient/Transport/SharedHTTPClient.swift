// Part of Martlet. Apache License 2.0; see LICENSE.

public import AsyncHTTPClient
internal import NIOHTTPCompression

extension MartletClient {
    /// The HTTP client of all who name none. It takes answers however well they compress: rows that are much alike do so a thousandfold.
    public static let sharedHTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.decompression = .enabled(limit: .size(MartletClient.answerBytes))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
