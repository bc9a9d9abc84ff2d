// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

@testable import PipeJobs

struct SinkSettingsTests {
    private let node: NodeDefinition

    init() throws {
        let text = "NODE n\nSQL >\n    SELECT 1 AS x\n"
        self.node = try #require(Project.parse([ProjectFile(path: "p.pipe", text: text)]).project.pipes.first?.nodes.first)
    }

    private func settings(_ changes: [String: String]) throws -> SinkSettings {
        let usual = [
            "EXPORT_CONNECTION_NAME": "store", "EXPORT_BUCKET_URI": "s3://bucket/a/b", "EXPORT_FILE_TEMPLATE": "f",
        ]
        return try SinkSettings(usual.merging(changes) { $1 }, of: self.node)
    }

    @Test func `what is left out is CSV, as it is, in new files`() throws {
        let settings = try self.settings([:])
        #expect(settings.place == .bucket("bucket", prefix: "a/b"))
        #expect((settings.format, settings.compression, settings.isReplacing) == (.csv, .none, false))
    }

    @Test(arguments: [
        (["EXPORT_FORMAT": "ndjson"], "f", "f.ndjson"),
        (["EXPORT_COMPRESSION": "gz"], "f", "f.csv.gz"),
        (["EXPORT_COMPRESSION": "gzip"], "f.csv", "f.csv.gz"),
        (["EXPORT_COMPRESSION": "zstd"], "f.csv.zst", "f.csv.zst"),
        (["EXPORT_FORMAT": "Parquet", "EXPORT_COMPRESSION": "zstd"], "f", "f.parquet"),
    ])
    func `a file's name tells its format`(_ changes: [String: String], _ name: String, _ file: String) throws {
        #expect(try self.settings(changes).fileName(name) == file)
    }

    @Test(arguments: [
        ["EXPORT_FORMAT": "xml"], ["EXPORT_COMPRESSION": "rar"], ["EXPORT_FORMAT": "parquet", "EXPORT_COMPRESSION": "xz"],
        ["EXPORT_BUCKET_URI": "ftp://x"], ["EXPORT_BUCKET_URI": "bucket"], ["EXPORT_BUCKET_URI": "file:///../x"],
        ["EXPORT_BUCKET_URI": "s3://b/%2e%2e"], ["EXPORT_FILE_TEMPLATE": "{x"], ["EXPORT_FILE_TEMPLATE": "{}"],
        ["EXPORT_FILE_TEMPLATE": "a b"], ["EXPORT_FILE_TEMPLATE": "{0}"], ["EXPORT_FILE_TEMPLATE": "{4}{4}"],
        ["EXPORT_FILE_TEMPLATE": "{d, %Y}"], ["EXPORT_FILE_TEMPLATE": "../f"], ["EXPORT_FILE_TEMPLATE": "*"], ["EXPORT_KAFKA_TOPIC": "t"],
    ])
    func `what cannot be written is said before anything is`(_ changes: [String: String]) {
        #expect(throws: PipeJobError.self) { try self.settings(changes) }
    }

    @Test func `placeholders become an expression in which values stay values`() throws {
        let template = try SinkFileTemplate("x_{day, '%Y'}/{sho`p}_{8}")
        #expect(template.columns == ["day", "sho`p"])
        #expect(
            template.expression == """
                concat('x_', replaceRegexpAll(ifNull(toString(formatDateTime(`day`, '%Y')), 'null'), '[^A-Za-z0-9_.=-]', '_'), '/', \
                replaceRegexpAll(ifNull(toString(toString(`sho\\`p`)), 'null'), '[^A-Za-z0-9_.=-]', '_'), '_', \
                toString(rowNumberInAllBlocks() % 8 + 1), '')
                """)
    }
}
