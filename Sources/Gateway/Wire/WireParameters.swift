// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
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
    /// The texts of parameters that a query or form repeats.
    private var lists: [String: [String]] = [:]

    init(query: String?) throws {
        try self.add(urlEncoded: query ?? "")
    }

    /// Parameters that were sent before and are kept as texts.
    init(_ texts: [String: String]) {
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) { self.add(name, .text(text)) }
    }

    /// The text of a parameter, nil when it was not sent.
    subscript(_ name: String) -> String? {
        switch self.values[name] {
        case .text(let text): text
        case .boolean(let flag): flag ? "true" : "false"
        // A member of a JSON body that is null says nothing.
        case .some(.none): nil
        case .some(let value): String(describing: value)
        case nil: nil
        }
    }

    /// All texts of a parameter that may be repeated.
    func list(_ name: String) -> [String] { self.lists[name] ?? self[name].map { [$0] } ?? [] }

    /// A parameter as it came: a member of a JSON object keeps its kind.
    func value(_ name: String) -> TemplateValue? { self.values[name] }

    func flag(_ name: String) -> Bool {
        ["true", "1", "yes"].contains(self[name]?.lowercased())
    }

    /// The members of a parameter that is a JSON object of texts; nil if it is none.
    func texts(in name: String) -> [String: String]? {
        var value = self.values[name]
        if case .text(let text)? = value { value = try? TemplateValue(json: text) }
        guard case .dictionary(let object)? = value else { return nil }
        var texts: [String: String] = [:]
        for member in object.members {
            guard case .text(let key) = member.key, case .text(let text) = member.value else { return nil }
            texts[key] = text
        }
        return texts
    }

    /// The objects of a parameter that is a list of them in a JSON body, each as parameters of its own; nil if it is none.
    func objects(in name: String) -> [WireParameters]? {
        guard case .list(let items)? = self.values[name] else { return nil }
        let objects = items.compactMap { WireParameters(members: $0) }
        return objects.count == items.count ? objects : nil
    }

    /// The members of a parameter that is an object in a JSON body.
    func object(in name: String) -> WireParameters? { self.values[name].flatMap { WireParameters(members: $0) } }

    private init?(members value: TemplateValue) {
        guard case .dictionary(let object) = value else { return nil }
        for member in object.members {
            if case .text(let name) = member.key { self.add(name, member.value) }
        }
    }

    /// Whether the Python SDK asks, not a command line inside a project of it: its records take exactly the keys that they know
    /// (http-api contract, 15.1).
    var comeFromPythonSDK: Bool { self["from"] == "python-sdk" && self["cli_version"] == nil }

    /// Whether a flag was sent, and says no.
    func isOff(_ name: String) -> Bool { self[name] != nil && !self.flag(name) }

    /// Adds the pairs of a form. Empty elements are skipped; a repeated name becomes one text joined by commas.
    mutating func add(urlEncoded text: some StringProtocol) throws {
        var pairs: [(name: String, value: String)] = []
        for element in text.split(separator: "&") {
            guard pairs.count < GatewayLimits.parameters else { throw WireError.tooManyParameters }
            let parts = element.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            pairs.append((name, parts.count > 1 ? try Self.decode(parts[1]) : ""))
        }
        var texts: [String: [String]] = [:]
        for pair in pairs { texts[pair.name, default: []].append(pair.value) }
        for (name, texts) in texts where self.values[name] == nil {
            if texts.count > 1 { self.lists[name] = texts }
            self.add(name, .text(texts.joined(separator: ",")))
        }
    }

    /// Adds the members of a JSON object; they keep their kinds.
    mutating func add(json body: ByteBuffer) throws {
        guard case .dictionary(let object)? = try? TemplateValue(json: String(buffer: body)) else { throw WireError.notAJSONObject }
        guard object.members.count <= GatewayLimits.parameters else { throw WireError.tooManyParameters }
        for member in object.members {
            if case .text(let name) = member.key { self.add(name, member.value) }
        }
    }

    /// Adds one parameter, unless it is there.
    mutating func add(_ name: String, text: String) { self.add(name, .text(text)) }

    private mutating func add(_ name: String, _ value: TemplateValue) {
        guard self.values[name] == nil else { return }
        self.values[name] = value
        self.names.append(name)
    }

    private static func decode(_ text: some StringProtocol) throws -> String {
        // Most texts are what they are.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        guard let decoded = spaced.removingPercentEncoding else { throw WireError.badEncoding(String(text.prefix(100))) }
        return decoded
    }
}

extension WireParameters {
    /// What every client may add to any call and no template sees, unless an endpoint declares a parameter of that name.
    private static let reserved: Set<String> = [
        "q", "token", "from", "cli_version", "debug", "pipe_checker", "pipe_name", "__tb__semver", "__tb__deployment", "pipeline",
        "playground", "release_replacements", "output_format_json_quote_64bit_integers", "output_format_json_quote_denormals",
        "output_format_parquet_string_as_string", "last_event_id", "lastEventId", Self.clockParameter,
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
