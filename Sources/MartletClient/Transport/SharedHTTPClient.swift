// Part of Martlet. Apache License 2.0; see LICENSE.

public import AsyncHTTPClient
internal import NIOHTTPCompression

extension MartletClient {
    /// The HTTP client of all who name none.
    public static let sharedHTTPClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: MartletClient.httpConfiguration)

    /// Takes answers however well they compress: rows that are much alike do so a thousandfold.
    package static var httpConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.decompression = .enabled(limit: .size(self.answerBytes))
        return configuration
    }
}
