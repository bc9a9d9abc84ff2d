// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

@testable import Gateway

struct NodeSettingsTests {
    @Test func `a materialized node has a target and an engine`() {
        let parameters = ["datasource": "t", "engine": "MergeTree", "engine_sorting_key": "a", "mode": "append", "path": "x"]
        let directives = NodeSettings.directives(of: .materialized) { parameters[$0] }
        #expect(directives == ["DATASOURCE": "t", "ENGINE": "MergeTree", "ENGINE_SORTING_KEY": "a"])
    }

    @Test(arguments: [("0 * * * *", "0 * * * *"), ("None", nil), ("@on-demand", nil), ("", nil)] as [(String, String?)])
    func `a copy has a schedule, or none in whatever spelling`(text: String, schedule: String?) {
        let parameters = ["target_datasource": "t", "schedule_cron": text, "mode": "replace"]
        let directives = NodeSettings.directives(of: .copy) { parameters[$0] }
        #expect(directives["COPY_SCHEDULE"] == schedule)
        #expect(directives["COPY_MODE"] == "replace")
        // What takes a schedule away removes its directive.
        #expect(NodeSettings.changes(ofCopy: { parameters[$0] })["COPY_SCHEDULE"] == schedule ?? "")
    }

    @Test func `what a request does not say of a copy stays`() {
        #expect(NodeSettings.changes(ofCopy: { ["mode": "append"][$0] }) == ["COPY_MODE": ""])
    }

    @Test func `a sink always says when it runs`() {
        let parameters = ["connection": "c", "path": "s3://b/f", "file_template": "f", "format": "csv", "schedule_cron": ""]
        let directives = NodeSettings.directives(of: .sink) { parameters[$0] }
        #expect(
            directives == [
                "EXPORT_CONNECTION_NAME": "c", "EXPORT_BUCKET_URI": "s3://b/f", "EXPORT_FILE_TEMPLATE": "f", "EXPORT_FORMAT": "csv",
                "EXPORT_SCHEDULE": "@on-demand",
            ])
    }

    @Test func `endpoints and steps have nothing but their kind`() {
        #expect(NodeSettings.directives(of: .endpoint) { _ in "x" }.isEmpty)
        #expect(NodeSettings.directives(of: .standard) { _ in "x" }.isEmpty)
    }

    @Test(
        arguments: [(nil, .standard), ("default", .standard), ("data_sink", .sink), ("Endpoint", .endpoint), ("copy", .copy)]
            as [(String?, NodeKind)])
    func `kinds have several names`(name: String?, kind: NodeKind) throws {
        #expect(try NodeKind(wire: name) == kind)
    }

    @Test func `an unknown kind is refused`() {
        #expect(throws: WireError.self) { try NodeKind(wire: "magic") }
    }
}
