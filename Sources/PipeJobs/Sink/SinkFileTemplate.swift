// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The names of a sink's files, as `EXPORT_FILE_TEMPLATE` says them (datafiles contract, 9).
///
/// ```
/// sales_{day, '%Y-%m'}_{shop}     a file for each month and shop
/// sales_{8}                       rows spread over eight files
/// ```
struct SinkFileTemplate: Sendable, Hashable {
    private enum Part: Hashable {
        case literal(String)
        case column(String)
        case date(column: String, format: String)
        case spread(over: Int)
    }

    private let parts: [Part]

    /// Why a text is no template, in words.
    struct Fault: Error, Hashable {
        let reason: String
    }

    init(_ text: String) throws(Fault) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw Fault(reason: "the file template \"\(text)\" has a { without a }")
            }
            parts.append(try Self.placeholder(rest[rest.index(after: open)..<close], in: text))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        for case .literal(let literal) in parts { try Self.checkName(literal) }
        guard !parts.isEmpty else { throw Fault(reason: "the file template is empty") }
        guard parts.count(where: { if case .spread = $0 { true } else { false } }) < 2 else {
            throw Fault(reason: "the file template \"\(text)\" has more than one number of files")
        }
        self.parts = parts
    }

    private static func placeholder(_ text: Substring, in template: String) throws(Fault) -> Part {
        let items = text.split(separator: ",", maxSplits: 1).map { $0.trimmingBlanks }
        guard let name = items.first, !name.isEmpty else { throw Fault(reason: "the file template \"\(template)\" has empty braces") }
        if items.count == 1, let count = Int(name) {
            guard (1...Self.mostFiles).contains(count) else {
                throw Fault(reason: "\(count) is no number of files: use 1 to \(Self.mostFiles)")
            }
            return .spread(over: count)
        }
        guard items.count == 2 else { return .column(name) }
        let format = items[1]
        guard format.count > 2, let quote = format.first, quote == "'" || quote == "\"", format.last == quote else {
            throw Fault(reason: "the format of \"\(name)\" in the file template is not in quotes: write {\(name), '%Y-%m-%d'}")
        }
        return .date(column: name, format: String(format.dropFirst().dropLast()))
    }

    private static let mostFiles = 100

    /// Throws unless a text may stand in the path of a file wherever that is kept: no way up, no wild cards, nothing to be escaped.
    static func checkName(_ text: String) throws(Fault) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        let isInside = text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { $0 != ".." && $0 != "." }
        guard isPlain, isInside else {
            throw Fault(reason: "\"\(text)\" cannot name files: use letters, digits, _ . = - and / between folders")
        }
    }

    /// The columns that it names.
    var columns: [String] {
        self.parts.compactMap { part in
            switch part {
            case .column(let name), .date(let name, _): name
            case .literal, .spread: nil
            }
        }
    }

    /// The engine's expression for the file that a row belongs to. What a value has that cannot name a file becomes `_`.
    var expression: String {
        let items = self.parts.map { part in
            switch part {
            case .literal(let text): SQLText.stringLiteral(text)
            case .column(let name): Self.plain("toString(\(SQLText.identifier(name)))")
            case .date(let name, let format):
                Self.plain("formatDateTime(\(SQLText.identifier(name)), \(SQLText.stringLiteral(format)))")
            case .spread(let count): "toString(rowNumberInAllBlocks() % \(count) + 1)"
            }
        }
        return "concat(\((items + ["''"]).joined(separator: ", ")))"
    }

    private static func plain(_ text: String) -> String {
        "replaceRegexpAll(ifNull(toString(\(text)), 'null'), '[^A-Za-z0-9_.=-]', '_')"
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
