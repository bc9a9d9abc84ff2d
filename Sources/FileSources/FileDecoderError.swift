// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a file cannot be decompressed.
package enum FileDecoderError: ServiceError, Hashable {
    case unsupported(String)
    case malformed(String)
    case tooLarge

    package var code: ErrorCode { self == .tooLarge ? .tooLarge : .invalidRequest }

    package var message: String {
        switch self {
        case .unsupported(let encoding): "Content-Encoding \"\(encoding)\" is not supported: use gzip, zstd or none"
        case .malformed(let reason): "the file cannot be decompressed: \(reason)"
        case .tooLarge: "the file is larger than an import takes, once it is decompressed"
        }
    }
}
