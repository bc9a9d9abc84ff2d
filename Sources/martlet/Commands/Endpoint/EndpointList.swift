// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet endpoint ls`
struct EndpointList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the endpoints of the workspace with their addresses.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let endpoints = try await client.pipes().filter { try $0.type == "endpoint" && self.listing.includes($0.name) }
        let readers = try await client.endpointReaders()
        let rows = endpoints.map { pipe in
            let address = client.address(of: pipe.name, token: readers[pipe.name] ?? client.token)
            return [Listing.Field.text(pipe.name), .time(pipe.updatedAt), .number(pipe.nodes.count), .text(address)]
        }
        self.connection.write(
            Listing(title: "Pipes", key: "pipes", columns: ["name", "updated at", "nodes", "url"], rows: rows), self.listing)
    }
}

/// `martlet endpoint url NAME`
struct EndpointURL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Print the address of an endpoint with a token that reads it.")

    @Argument(help: "The endpoint.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let name = try await client.existingPipe(self.name)
        let token = try await client.endpointReaders()[name] ?? client.token
        Terminal.output.write(client.address(of: name, token: token) + "\n")
    }
}

/// `martlet endpoint token NAME`
struct EndpointToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "token", abstract: "Print a token that reads an endpoint.")

    @Argument(help: "The endpoint.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let name = try await client.existingPipe(self.name)
        guard let token = try await client.endpointReaders()[name] else {
            return self.connection.say("** There's no read token for pipe \(name)")
        }
        Terminal.output.write(token + "\n")
    }
}

extension MartletClient {
    /// Tokens by the endpoints that they read; none for who may not list tokens.
    func endpointReaders() async throws -> [String: String] {
        var readers: [String: String] = [:]
        do {
            for token in try await self.tokens() {
                for scope in token.scopes where scope.type == "PIPES:READ" { scope.resource.map { readers[$0] = token.text } }
            }
        } catch let error as MartletClientError {
            guard error.status == 403 else { throw error }
        }
        return readers
    }

    func address(of endpoint: String, token: String) -> String {
        "\(self.url)/v0/pipes/\(Self.escaped(endpoint)).json?token=\(Self.escaped(token))"
            + (self.readsStaging ? "&__tb__deployment=staging" : "")
    }

    func existingPipe(_ name: String) async throws -> String {
        let names = try await self.pipes().map(\.name)
        guard names.contains(name) else { throw CommandError("'\(name)' pipe does not exist; there are: \(names.joined(separator: ", "))") }
        return name
    }
}
