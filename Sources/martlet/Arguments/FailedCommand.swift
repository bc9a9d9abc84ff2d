// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// Why a command that was understood did not succeed.
struct FailedCommand: Error {
    private let cause: any Error

    init(_ cause: any Error) { self.cause = cause }

    /// What the command itself asked for, else 1.
    var status: ExitCode { self.cause as? ExitCode ?? .failure }

    /// What is printed: nothing for a command that has said itself what is wrong.
    func text(style: TextStyle) -> String {
        switch self.cause {
        case is ExitCode: ""
        case let error as MartletClientError where error.status == 403: style.red("Error: Forbidden: \(error.message)") + "\n"
        case let error as ValidationError: style.red("Error: \(error.message)") + "\n"
        case let error: style.red("Error: \(error)") + "\n"
        }
    }
}

/// What is wrong with what a command was asked to do, in a sentence that says what would be right.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
