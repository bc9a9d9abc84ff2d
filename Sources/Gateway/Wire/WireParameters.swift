// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Templates

/// The parameters of a request, from its query string and, where the route takes one, its form or JSON body.
///
/// A parameter in the query wins over one of the same name in the body (http-api contract, 1.3).
struct WireParameters: Sendable {
    private(set) var values: [String: TemplateValue] = [:]
    private(set) var names: [String] = []

    init(query: String?) throws {
        try self.add(urlEncoded: query ?? "")
    }

    /// The text of a parameter, nil when it was not sent.
    subscript(_ name: String) -> String? {
        switch self.values[name] {
        case .text(let text): text
        case .boolean(let flag): flag ? "true" : "false"
        case .some(let value): String(describing: value)
        case nil: nil
        }
    }

    func flag(_ name: String) -> Bool {
        ["true", "1", "yes"].contains(self[name]?.lowercased())
    }

    /// Adds the pairs of a form. Empty elements are skipped; a repeated name becomes one text joined by commas.
    mutating func add(urlEncoded text: some StringProtocol) throws {
        var pairs: [(name: String, value: String)] = []
        for element in text.split(separator: "&") {
            guard pairs.count < GatewayLimits.parameters else { throw WireError.tooManyParameters }
            let parts = element.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            pairs.append((name, parts.count > 1 ? try Self.decode(parts[1]) : ""))
        }
        var joined: [String: String] = [:]
        for pair in pairs { joined[pair.name] = joined[pair.name].map { "\($0),\(pair.value)" } ?? pair.value }
        for (name, value) in joined { self.add(name, .text(value)) }
    }

    /// Adds the members of a JSON object; they keep their kinds.
    mutating func add(json body: ByteBuffer) throws {
        let object: [String: JSONParameter]
        do {
            object = try JSONDecoder().decode([String: JSONParameter].self, from: Data(body.readableBytesView))
        } catch {
            throw WireError.notAJSONObject
        }
        guard object.count <= GatewayLimits.parameters else { throw WireError.tooManyParameters }
        for (name, value) in object { self.add(name, value.value) }
    }

    private mutating func add(_ name: String, _ value: TemplateValue) {
        guard self.values[name] == nil else { return }
        self.values[name] = value
        self.names.append(name)
    }

    private static func decode(_ text: some StringProtocol) throws -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        guard let decoded = spaced.removingPercentEncoding else { throw WireError.badEncoding(String(text.prefix(100))) }
        return decoded
    }
}

extension WireParameters {
    /// What every client may add to any call and no template sees, unless an endpoint declares a parameter of that name.
    private static let reserved: Set<String> = [
        "q", "token", "from", "cli_version", "debug", "pipe_checker", "pipe_name", "__tb__semver", "__tb__deployment", "pipeline",
        "release_replacements", "output_format_json_quote_64bit_integers", "output_format_json_quote_denormals",
        "output_format_parquet_string_as_string",
    ]

    /// The arguments of an endpoint whose templates declare `declared`.
    func templateArguments(declared: Set<String>) -> TemplateArguments {
        TemplateArguments(self.values.filter { !Self.reserved.contains($0.key) || (declared.contains($0.key) && $0.key != "token") })
    }
}

/// Why a request's parameters cannot be read.
enum WireError: ServiceError, Hashable {
    case tooManyParameters
    case badEncoding(String)
    case notAJSONObject
    case badMultipart(String)
    case badCompression(String)
    case missingParameter(String)
    case badParameter(String, expected: String)

    var code: ErrorCode { .invalidRequest }

    var message: String {
        switch self {
        case .tooManyParameters: "more than \(GatewayLimits.parameters) parameters"
        case .badEncoding(let text): "\"\(text)\" is not valid percent-encoding of UTF-8 text"
        case .notAJSONObject: "the body is not a JSON object of parameters"
        case .badMultipart(let reason): "the multipart body cannot be read: \(reason)"
        case .badCompression(let reason): "the body cannot be decompressed: \(reason)"
        case .missingParameter(let name): "parameter \"\(name)\" is required"
        case .badParameter(let name, let expected): "parameter \"\(name)\" is not valid: expected \(expected)"
        }
    }
}

/// A JSON value as a template sees it.
private struct JSONParameter: Decodable {
    let value: TemplateValue

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= GatewayLimits.jsonDepth else { throw WireError.notAJSONObject }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self.value = .none
        } else if let flag = try? container.decode(Bool.self) {
            self.value = .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
            self.value = TemplateValue(Int(number))
        } else if let number = try? container.decode(Double.self) {
            self.value = .float(number)
        } else if let text = try? container.decode(String.self) {
            self.value = .text(text)
        } else if let list = try? container.decode([JSONParameter].self) {
            self.value = .list(list.map(\.value))
        } else {
            let object = try container.decode([String: JSONParameter].self)
            self.value = TemplateValue(object.mapValues(\.value))
        }
    }
}
