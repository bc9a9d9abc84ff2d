// Part of Martlet. Apache License 2.0; see LICENSE.

/// A ClickHouse exception: number, name and text, as its server would report it.
struct EngineException: Error, Equatable {
    let code: Int
    let name: String
    let text: String

    init(code: Int, name: String, text: String) {
        self.code = code
        self.name = name
        self.text = text
    }

    /// Reads the driver's `[chdb] Code: 60. DB::Exception: text. (UNKNOWN_TABLE)`.
    ///
    /// What fails on the client's side of the embedded engine is wrapped once more, with code, name and version; only the
    /// innermost exception is what a ClickHouse server would have sent.
    init(driverMessage: String) {
        var rest = driverMessage[...]
        if rest.hasPrefix("[chdb] ") { rest = rest.dropFirst("[chdb] ".count) }
        var code: Int?
        while let (innerCode, inner) = Self.splitHead(of: rest) {
            code = innerCode
            rest = inner
        }
        var name: Substring?
        while let (outerName, outer) = Self.splitTail(of: rest) {
            name = outerName
            rest = outer
        }
        guard let code, let name else {
            self.init(code: 1001, name: "STD_EXCEPTION", text: driverMessage)
            return
        }
        self.init(code: code, name: String(name), text: String(rest))
    }

    /// The body of the answer, in ClickHouse's form.
    func body(version: String) -> String {
        "Code: \(self.code). DB::Exception: \(self.text). (\(self.name)) (version \(version))\n"
    }

    /// Without the names of the files that data passes through, which are the child's business.
    func hiding(dataPath: String) -> EngineException {
        let text = self.text.replacing(" (in file/uri \(dataPath)):", with: "").replacing(": While executing File", with: "")
        return EngineException(code: self.code, name: self.name, text: text.replacing(dataPath, with: "data"))
    }

    /// Takes off one `Code: 60. DB::Exception: `.
    private static func splitHead(of text: Substring) -> (Int, Substring)? {
        guard text.hasPrefix("Code: ") else { return nil }
        let afterLabel = text.dropFirst("Code: ".count)
        let digits = afterLabel.prefix { $0.isNumber }
        let afterNumber = afterLabel.dropFirst(digits.count)
        for separator in [". DB::Exception: ", ". DB::NetException: ", ". DB::ErrnoException: "] where afterNumber.hasPrefix(separator) {
            return Int(digits).map { ($0, afterNumber.dropFirst(separator.count)) }
        }
        return nil
    }

    /// Takes off one `. (UNKNOWN_TABLE)`, with or without ` (version 26.9.2.1)` behind it.
    private static func splitTail(of text: Substring) -> (name: Substring, rest: Substring)? {
        var rest = text
        if rest.last == ")", let version = rest.lastIndex(of: " (version ") { rest = rest[..<version] }
        guard rest.last == ")", let open = rest.lastIndex(of: ". (") else { return nil }
        let name = rest[rest.index(open, offsetBy: 3)...].dropLast()
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }) else { return nil }
        return (name, rest[..<open])
    }
}

extension EngineException {
    static let multipleStatements = EngineException(code: 62, name: "SYNTAX_ERROR", text: "Syntax error (Multi-statements are not allowed)")
    static let emptyQuery = EngineException(code: 62, name: "SYNTAX_ERROR", text: "Syntax error: Empty query")
    static let fileOutput = EngineException(code: 358, name: "INTO_OUTFILE_NOT_ALLOWED", text: "INTO OUTFILE is not allowed")
    static let fileInput = EngineException(code: 1, name: "UNSUPPORTED_METHOD", text: "INSERT FROM INFILE is not allowed")
    static let showNotSupported = EngineException(
        code: 48, name: "NOT_IMPLEMENTED", text: "SHOW is supported as SHOW CREATE only: select from system.tables and its like instead")
    static let cancelled = EngineException(code: 394, name: "QUERY_WAS_CANCELLED", text: "Query was cancelled")

    static func badArgument(_ text: String) -> EngineException {
        EngineException(code: 36, name: "BAD_ARGUMENTS", text: text)
    }

    static func unknownSetting(_ name: String) -> EngineException {
        EngineException(code: 115, name: "UNKNOWN_SETTING", text: "Unknown setting '\(name)'")
    }

    static func queryTooLarge(limit: Int) -> EngineException {
        EngineException(code: 62, name: "SYNTAX_ERROR", text: "Max query size exceeded (limit \(limit) bytes)")
    }

    static func tooManyQueries(limit: Int) -> EngineException {
        EngineException(code: 202, name: "TOO_MANY_SIMULTANEOUS_QUERIES", text: "Too many simultaneous queries. Maximum: \(limit)")
    }

    static func sameQueryID(_ id: String) -> EngineException {
        EngineException(
            code: 216, name: "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", text: "Query with id = \(id) is already running")
    }

    static func resultTooLarge(limit: Int) -> EngineException {
        EngineException(code: 396, name: "TOO_MANY_ROWS_OR_BYTES", text: "Limit for result exceeded, max formatted bytes: \(limit)")
    }
}

extension Substring {
    /// Where `needle` stands for the last time.
    fileprivate func lastIndex(of needle: String) -> Index? {
        var found: Index?
        var start = self.startIndex
        while let range = self[start...].firstRange(of: needle) {
            found = range.lowerBound
            start = range.upperBound
        }
        return found
    }
}
