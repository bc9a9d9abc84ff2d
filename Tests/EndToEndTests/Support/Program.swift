// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Synchronization

/// A run of the built program: started, watched, and ended when the test is over.
final class Program: Sendable {
    /// Where the program lies: beside the test bundle.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "martlet").path
    }()

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    private let process: Process
    private let captured: Capture
    private let output = Pipe()
    private let errors = Pipe()

    /// What the program has printed so far.
    private final class Capture: Sendable {
        let output = Mutex(Data())
        let errors = Mutex(Data())
    }

    /// - Parameters:
    ///   - executable: Another program than the one that is tested.
    ///   - folder: Where it runs; nil for where the tests run.
    init(
        _ arguments: [String], of executable: String = Program.path, in folder: URL? = nil, environment: [String: String] = [:],
        input: Data? = nil
    ) throws {
        self.process = Process()
        self.captured = Capture()
        self.process.executableURL = URL(filePath: executable)
        self.process.arguments = arguments
        if let folder { self.process.currentDirectoryURL = folder }
        self.process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let captured = self.captured
        self.output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            // At its end a pipe would call again and again.
            if data.isEmpty { handle.readabilityHandler = nil }
            captured.output.withLock { $0.append(data) }
        }
        self.errors.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            // At its end a pipe would call again and again.
            if data.isEmpty { handle.readabilityHandler = nil }
            captured.errors.withLock { $0.append(data) }
        }
        self.process.standardOutput = self.output
        self.process.standardError = self.errors
        if let input {
            let pipe = Pipe()
            self.process.standardInput = pipe
            try self.process.run()
            try pipe.fileHandleForWriting.write(contentsOf: input)
            try pipe.fileHandleForWriting.close()
        } else {
            self.process.standardInput = FileHandle.nullDevice
            try self.process.run()
        }
    }

    var processIdentifier: Int32 { self.process.processIdentifier }
    var isRunning: Bool { self.process.isRunning }
    var outputText: String { self.captured.output.withLock { String(decoding: $0, as: UTF8.self) } }
    var errorText: String { self.captured.errors.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Runs to the end.
    static func run(
        _ arguments: [String], of executable: String = Program.path, in folder: URL? = nil, environment: [String: String] = [:],
        input: Data? = nil, within limit: Duration = .seconds(60)
    ) async throws -> Result {
        let program = try Program(arguments, of: executable, in: folder, environment: environment, input: input)
        try await eventually("the command ends", within: limit) { !program.isRunning }
        // The handlers may still hold the last bytes; the pipes' ends tell when all is read.
        program.output.fileHandleForReading.readabilityHandler = nil
        program.errors.fileHandleForReading.readabilityHandler = nil
        let restOfOutput = try program.output.fileHandleForReading.readToEnd() ?? Data()
        let restOfErrors = try program.errors.fileHandleForReading.readToEnd() ?? Data()
        program.captured.output.withLock { $0.append(restOfOutput) }
        program.captured.errors.withLock { $0.append(restOfErrors) }
        return Result(status: program.process.terminationStatus, output: program.outputText, errors: program.errorText)
    }

    func signal(_ number: Int32) { kill(self.processIdentifier, number) }

    /// Asks the program to end, and insists after a while.
    func stop() async throws {
        self.process.terminate()
        let deadline = ContinuousClock.now + .seconds(20)
        while self.process.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        if self.process.isRunning { self.signal(SIGKILL) }
    }
}

/// Why a wait ended without what it waited for.
struct TimedOut: Error, CustomStringConvertible {
    let description: String
}

/// Waits for a condition, looking often, up to a deadline.
func eventually(_ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while !(try await condition()) {
        guard ContinuousClock.now < deadline else { throw TimedOut(description: "\(what): not within \(limit)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
