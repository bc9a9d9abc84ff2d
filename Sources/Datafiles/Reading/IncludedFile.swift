// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The file an `INCLUDE "path" "NAME=value" …` puts in its own place, a directive of Classic.
struct IncludedFile {
    /// Relative to the project.
    let path: String
    /// Its text, `$NAME` and `${NAME}` replaced by the values; other names stay.
    let text: String

    /// Why there is nothing to include.
    struct Failure: Error {
        let message: String
        var hint: String?
    }

    /// The included file; its path is relative to the folder of the datafile, also inside other included files.
    init(_ arguments: [Word], of datafile: String, among files: [String: String]) throws(Failure) {
        guard let name = arguments.first?.text.removingQuotes(), !name.isEmpty else {
            throw Failure(message: "INCLUDE is empty", hint: "Write the file's path on the same line")
        }
        guard let path = Self.resolve(name, from: datafile) else {
            throw Failure(message: "INCLUDE \(name) leads outside the project", hint: "Include files of the project only")
        }
        guard let text = files[path] else {
            throw Failure(message: "Included file '\(path)' is not in the project", hint: "The path is relative to this datafile's folder")
        }
        self.path = path
        self.text = Self.substitute(try Self.values(arguments.dropFirst()), in: text)
    }

    /// The path from the project's root; nil above it.
    private static func resolve(_ name: String, from datafile: String) -> String? {
        guard !name.hasPrefix("/") else { return nil }
        var folders = datafile.split(separator: "/").dropLast().map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part != ".." {
                folders.append(String(part))
            } else if folders.popLast() == nil {
                return nil
            }
        }
        return folders.joined(separator: "/")
    }

    private static func values(_ arguments: ArraySlice<Word>) throws(Failure) -> [String: String] {
        var values: [String: String] = [:]
        for argument in arguments {
            let parts = argument.text.removingQuotes().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw Failure(message: "\(argument.text) is no value for an included file", hint: "Write it like \"NAME=value\"")
            }
            values[String(parts[0])] = String(parts[1])
        }
        return values
    }

    /// `$$` is one `$`, as in the template strings of the language Classic is written in.
    private static func substitute(_ values: [String: String], in text: String) -> String {
        var scanner = TextScanner(text)
        var result = String.UnicodeScalarView()
        while let next = scanner.next {
            let start = scanner.position
            scanner.position += 1
            guard next == "$", !scanner.take("$") else {
                result.append(next)
                continue
            }
            let isBraced = scanner.take("{")
            let name = scanner.takeWord()
            if name.isPlainName, !isBraced || scanner.take("}"), let value = values[name] {
                result.append(contentsOf: value.unicodeScalars)
            } else {
                result.append(contentsOf: scanner.text(from: start).unicodeScalars)
            }
        }
        return String(result)
    }
}
