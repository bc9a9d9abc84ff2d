// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// What tables are made with so that a repeated insert is stored once, and survives a power loss; and so that rows of one key meet.
@Suite struct TableSettingsTests {
    private static let settings = ["non_replicated_deduplication_window = 10000", "fsync_after_insert = 1", "fsync_part_directory = 1"]

    private static let files = [
        DeploymentFile(path: "plain.datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n"),
        DeploymentFile(path: "kept_out.datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE Null\n"),
        DeploymentFile(
            path: "own.datasource",
            text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\nENGINE_SETTINGS non_replicated_deduplication_window = 7\n"),
        DeploymentFile(
            path: "totals.datasource",
            text:
                "SCHEMA >\n    `day` UInt8,\n    `s` AggregateFunction(sum, UInt64)\n\nENGINE AggregatingMergeTree\nENGINE_SORTING_KEY day\n"
        ),
        DeploymentFile(
            path: "fill.pipe",
            text:
                "NODE fill\nSQL >\n    SELECT 1::UInt8 AS day, sumState(n) AS s FROM plain GROUP BY day\n\nTYPE materialized\nDATASOURCE totals\n"
        ),
    ]

    /// The definitions of the tables in a stopped server's folder, by their paths.
    private func definitions(in folder: URL) throws -> [String: String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let paths = names.filter { $0.hasSuffix(".sql") && $0.contains("/store/") }.map { folder.appending(path: $0).path }
        return try Dictionary(uniqueKeysWithValues: paths.map { ($0, try String(contentsOfFile: $0, encoding: .utf8)) })
    }

    @Test func `tables are made for repeated inserts, and older ones are brought up to date at the start`() async throws {
        let folder = try ServerFixture.scratchFolder()
        var server = try await ServerFixture.start(in: folder)
        _ = try await server.client().deploy(Self.files)
        try await server.stop()

        let made = try self.definitions(in: folder)
        let names = ["plain", "own", "totals", "kept_out"]
        let tables = made.filter { path, text in text.contains("MergeTree") && names.contains { path.contains("/\($0)_") } }
        #expect(tables.count == 7, "plain, own, totals, and four quarantines")
        for (path, text) in tables {
            let expected =
                path.contains("/own_") && !path.hasSuffix("_quarantine.sql")
                ? Array(Self.settings.dropFirst()) + ["window = 7"] : Self.settings
            for setting in expected { #expect(text.contains(setting), "\(path): \(text)") }
        }
        #expect(made.values.contains { $0.contains("ENGINE = `Null`") })
        for (path, text) in tables {
            let putsRowsTogether = path.contains("/totals_") && !path.hasSuffix("_quarantine.sql")
            #expect(text.contains("min_age_to_force_merge_seconds = 3600") == putsRowsTogether, "\(path): \(text)")
        }

        for (path, text) in tables {
            let older = Self.settings.reduce(text) {
                $0.replacingOccurrences(of: "\($1), ", with: "").replacingOccurrences(of: ", \($1)", with: "")
            }
            try older.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(!older.contains("fsync"))
        }
        server = try await ServerFixture.start(in: folder)
        try await eventually("the tables are up to date") {
            try self.definitions(in: folder).filter { tables[$0.key] != nil }.allSatisfy { $0.value.contains("fsync_part_directory = 1") }
        }
        try await server.stop()
        let updated = try self.definitions(in: folder)
        for (path, text) in tables {
            for setting in Self.settings where text.contains(setting) { #expect(updated[path]?.contains(setting) == true, "\(path)") }
        }
        try FileManager.default.removeItem(at: folder)
    }
}
