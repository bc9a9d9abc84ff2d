// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// What holds for the repository as a whole, read from its files.
struct TidyTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(below folder: String, _ fileExtension: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: Self.root.appending(path: folder).path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(fileExtension) }.map { "\(folder)/\($0)" }.sorted()
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    @Test func `every source says whose it is`() throws {
        let sources = Self.files(below: "Sources", ".swift") + Self.files(below: "Tests", ".swift")
        #expect(sources.count > 300)
        for source in sources {
            #expect(try Self.text(source).hasPrefix("// Part of Martlet. Apache License 2.0; see LICENSE.\n"), "\(source)")
        }
    }

    @Test func `no source takes what it does not know for granted`() throws {
        for source in Self.files(below: "Sources", ".swift") {
            let text = try Self.text(source)
            for banned in ["try!", "as!", "nonisolated(unsafe)", "fatalError(", "@unchecked Sendable", "print("] {
                // The engine's driver hands C pointers between threads, each used by one at a time.
                let isDriver = source.hasPrefix("Sources/EmbeddedEngine/") && banned == "@unchecked Sendable"
                #expect(isDriver || !text.contains(banned), "\(source): \(banned)")
            }
        }
    }

    /// Each target imports only targets that stand above it in the table of the architecture.
    @Test func `data walks one way through the targets`() throws {
        let table = try Self.text("ARCHITECTURE.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
        let order = table.flatMap { row in
            row.split(separator: "|")[0].matches(of: /`([A-Za-z]+)`/).map { String($0.1) }
        }
        let targets = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        #expect(Set(order) == Set(targets))
        for target in targets {
            let place = try #require(order.firstIndex(of: target))
            for source in Self.files(below: "Sources/\(target)", ".swift") {
                for line in try Self.text(source).split(separator: "\n") {
                    guard let name = line.firstMatch(of: /^(?:internal|package|public) import (\w+)$/)?.1 else { continue }
                    guard let imported = order.firstIndex(of: String(name)) else { continue }
                    #expect(imported < place, "\(source) imports \(name)")
                }
            }
        }
    }

    @Test func `links between documents lead somewhere`() throws {
        let pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
        var linkCount = 0
        for page in pages + Self.files(below: "docs", ".md") + Self.files(below: "Examples", ".md") {
            let folder = Self.root.appending(path: page).deletingLastPathComponent()
            for link in try Self.text(page).matches(of: /\]\(([^)#]+)(?:#[^)]*)?\)/) where !link.1.contains("://") {
                linkCount += 1
                #expect(FileManager.default.fileExists(atPath: folder.appending(path: String(link.1)).path), "\(page): \(link.1)")
            }
        }
        #expect(linkCount > 8)
    }
}
