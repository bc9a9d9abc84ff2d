// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletCore
import Testing

@testable import Workspaces

struct SecretTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).sqlite").path
    private let signer = TokenSigner(key: Array(repeating: 7, count: TokenSigner.keyByteCount))

    private func catalog(key: UInt8 = 1) throws -> WorkspaceCatalog {
        let sealer = SecretSealer(key: Array(repeating: key, count: SecretSealer.keyByteCount))
        return try WorkspaceCatalog(path: self.path, signer: self.signer, sealer: sealer)
    }

    @Test func `a secret outlives the process, and its value is not on the disk`() async throws {
        let value = "hunter2-is-no-good-password"
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let made = try await catalog.createSecret(named: "S1", value: value, editor: "me", in: workspace)
        #expect("\(made)" == "secret S1")
        #expect(try self.catalog().secretValues(of: workspace).values == ["S1": value])
        for suffix in ["", "-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: self.path + suffix))
            #expect(bytes.firstRange(of: Data("S1".utf8)) != nil || suffix.isEmpty)
            #expect(bytes.firstRange(of: Data(value.utf8)) == nil)
        }
        #expect(throws: RequestError.self) { try self.catalog(key: 2) }
    }

    @Test func `a change is another revision, and no change is not`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        _ = try await catalog.createSecret(named: "a", value: "1", editor: "me", in: workspace)
        let first = catalog.secretValues(of: workspace).revision
        _ = try await catalog.updateSecret(named: "a", value: "1", editor: "you", in: workspace)
        #expect(catalog.secretValues(of: workspace).revision == first)
        #expect(catalog.secret("a", of: workspace)?.editor == "you")
        _ = try await catalog.updateSecret(named: "a", value: "2", editor: "you", in: workspace)
        #expect(catalog.secretValues(of: workspace).revision > first)
        try await catalog.deleteSecret(named: "a", in: workspace)
        #expect(catalog.secretValues(of: workspace).values.isEmpty)
        #expect(catalog.secretNames(of: workspace) == [])
    }

    @Test(arguments: ["", "a b", "a-b", "a.b", "ä", "a'", String(repeating: "a", count: 129)])
    func `what a template cannot name is no name`(name: String) async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        await #expect(throws: RequestError.self) { try await catalog.createSecret(named: name, value: "1", editor: "me", in: workspace) }
    }

    @Test func `values and their number have an end`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let long = String(repeating: "x", count: Secret.mostBytes)
        await #expect(throws: RequestError(.invalidRequest, "the value of a variable has at most 8192 bytes")) {
            try await catalog.createSecret(named: "a", value: long + "x", editor: "me", in: workspace)
        }
        for number in 0..<Secret.most { _ = try await catalog.createSecret(named: "s\(number)", value: long, editor: "me", in: workspace) }
        await #expect(throws: RequestError(.invalidRequest, "a workspace has at most 100 variables: delete some that nobody uses")) {
            try await catalog.createSecret(named: "a", value: "1", editor: "me", in: workspace)
        }
        await #expect(throws: RequestError(.invalidRequest, "variable \"s1\" exists already")) {
            try await catalog.createSecret(named: "s1", value: "1", editor: "me", in: workspace)
        }
    }

    @Test func `a sealed value opens under its own name only`() throws {
        let sealer = SecretSealer(key: Array(repeating: 1, count: SecretSealer.keyByteCount))
        let sealed = try sealer.seal("v", named: "a", in: WorkspaceID("w"))
        #expect(try sealer.open(sealed, named: "a", in: WorkspaceID("w")) == "v")
        #expect(throws: RequestError.self) { try sealer.open(sealed, named: "b", in: WorkspaceID("w")) }
        #expect(throws: RequestError.self) { try sealer.open(sealed, named: "a", in: WorkspaceID("v")) }
    }
}
