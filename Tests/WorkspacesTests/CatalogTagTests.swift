// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

@testable import Workspaces

struct CatalogTagTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).sqlite").path

    @Test func `tags are kept for each workspace, and outlive the server`() async throws {
        let signer = TokenSigner(key: Array(repeating: 7, count: TokenSigner.keyByteCount))
        let catalog = try WorkspaceCatalog(path: self.path, signer: signer)
        let first = try await catalog.createWorkspace(named: "first", ownerEmail: "a@b.c").id
        let second = try await catalog.createWorkspace(named: "second", ownerEmail: "a@b.c").id
        for name in ["a", "b", "a"] { try await catalog.addTag(name, to: first) }
        try await catalog.removeTag("b", from: second)
        try await catalog.removeTag("missing", from: first)
        #expect(try await WorkspaceCatalog(path: self.path, signer: signer).tags(of: first) == ["a", "b"])
        #expect(try await catalog.tags(of: second) == [])
        try await catalog.removeTag("b", from: first)
        #expect(try await catalog.tags(of: first) == ["a"])
    }
}
