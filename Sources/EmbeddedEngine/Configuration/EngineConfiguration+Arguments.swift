// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

extension EngineConfiguration {
    /// The configuration as the words of a command line, for ``init(arguments:)`` of the child.
    package var arguments: [String] {
        [
            Option.data.rawValue, self.dataFolder,
            Option.socket.rawValue, self.socketPath,
            Option.library.rawValue, self.library.library,
            Option.python.rawValue, self.library.python,
            Option.connections.rawValue, String(self.connectionCount),
            Option.queue.rawValue, String(self.queueLimit),
            Option.queryMemory.rawValue, String(self.maxMemoryPerQuery.bytes),
            Option.serverMemory.rawValue, String(self.maxServerMemory.bytes),
            Option.executionTime.rawValue, String(self.maxExecutionTime.components.seconds),
        ]
    }

    /// Reads what ``arguments`` wrote. The first four options must be there; the others have defaults.
    package init(arguments: [String]) throws(RequestError) {
        guard arguments.count.isMultiple(of: 2) else { throw RequestError(.invalidRequest, "the last engine option has no value") }
        var values: [Option: String] = [:]
        for index in stride(from: 0, to: arguments.count, by: 2) {
            guard let option = Option(rawValue: arguments[index]) else {
                throw RequestError(.invalidRequest, "unknown engine option \(arguments[index])")
            }
            values[option] = arguments[index + 1]
        }
        self.init(
            dataFolder: try values.text(.data),
            library: EngineLibrary.Location(library: try values.text(.library), python: try values.text(.python)))
        self.socketPath = try values.text(.socket)
        self.connectionCount = try values.number(.connections) ?? self.connectionCount
        self.queueLimit = try values.number(.queue) ?? self.queueLimit
        self.maxMemoryPerQuery = try values.number(.queryMemory).map { ByteCount(bytes: $0) } ?? self.maxMemoryPerQuery
        self.maxServerMemory = try values.number(.serverMemory).map { ByteCount(bytes: $0) } ?? self.maxServerMemory
        self.maxExecutionTime = try values.number(.executionTime).map { .seconds($0) } ?? self.maxExecutionTime
    }

    /// The words of the command line.
    fileprivate enum Option: String {
        case data = "--data"
        case socket = "--socket"
        case library = "--library"
        case python = "--python"
        case connections = "--connections"
        case queue = "--queue"
        case queryMemory = "--query-memory"
        case serverMemory = "--server-memory"
        case executionTime = "--execution-time"
    }
}

extension [EngineConfiguration.Option: String] {
    fileprivate func text(_ option: Key) throws(RequestError) -> String {
        guard let value = self[option] else { throw RequestError(.invalidRequest, "engine option \(option.rawValue) is missing") }
        return value
    }

    fileprivate func number(_ option: Key) throws(RequestError) -> Int? {
        guard let value = self[option] else { return nil }
        guard let number = Int(value), number > 0 else {
            throw RequestError(.invalidRequest, "engine option \(option.rawValue) must be a positive whole number, not \(value)")
        }
        return number
    }
}
