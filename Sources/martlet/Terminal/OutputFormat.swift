// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// How a command prints what it was asked for.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// Tables and sentences.
    case human
    /// One JSON document, and nothing else, on standard output.
    case json
    /// A line of names, then one line a row.
    case csv
}
