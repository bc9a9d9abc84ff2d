// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a file cannot be taken from a URL. It names the host, never the rest, which may hold secrets.
package enum FetchError: ServiceError, Hashable {
    case notAURL
    case unsupportedScheme(String)
    case hasCredentials(host: String)
    case unknownHost(String)
    case notPublic(host: String, port: Int)
    case tooManyRedirects(host: String, limit: Int)
    case unreachable(host: String)
    case refused(host: String, status: Int)
    case stalled(host: String)
    case tooSlow(host: String)
    case tooLarge(host: String, limit: Int)
    case brokenOff(host: String)

    package var code: ErrorCode {
        switch self {
        case .tooLarge: .tooLarge
        case .stalled, .tooSlow: .timeout
        default: .invalidRequest
        }
    }

    package var message: String {
        switch self {
        case .notAURL: "the url is not one: use http:// or https://, a host name or address, and a path, 8,192 bytes at most"
        case .unsupportedScheme(let scheme): "files cannot be imported by \"\(scheme)\": use http or https"
        case .hasCredentials(let host): "the url to \(host) has a user name: use a signed url, or send the file as the body"
        case .unknownHost(let host): "the host \(host) has no address"
        case .notPublic(let host, let port):
            "the address of \(host) is not public; whoever runs this server can allow it with --allow-import-from \(host):\(port)"
        case .tooManyRedirects(let host, let limit): "\(host) redirected more than \(limit) times"
        case .unreachable(let host): "\(host) cannot be reached, or does not answer"
        case .refused(let host, let status): "\(host) answered with status \(status) instead of a file"
        case .stalled(let host): "\(host) stopped sending before the file was complete"
        case .tooSlow(let host): "the file from \(host) took too long"
        case .tooLarge(let host, let limit): "the file from \(host) is larger than \(limit) bytes"
        case .brokenOff(let host): "the connection to \(host) broke off before the file was complete"
        }
    }
}
