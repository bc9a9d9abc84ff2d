// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// What every `ls` takes beside its connection.
struct ListingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only names that this regular expression is found in.", valueName: "pattern"))
    var match: String?

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    func validate() throws {
        if let match, (try? Regex(match)) == nil { throw ValidationError("--match \(match) is no regular expression") }
    }

    /// Whether a resource of this name is wanted.
    func includes(_ name: String) throws -> Bool {
        guard let match else { return true }
        return try Regex(match).firstMatch(in: name) != nil
    }
}

extension Connection {
    /// Prints a listing as its own options say, else as the command's.
    func write(_ listing: Listing, _ options: ListingOptions? = nil) { listing.write(as: options?.format ?? self.output) }
}
