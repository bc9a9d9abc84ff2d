// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The example workspaces, pushed file by file by the command line of others, answer what they answer when deployed as a whole.
@Suite struct ClassicExampleTests {
    @Test(arguments: [("emitkit", "get_events_stats"), ("web-analytics", "top_pages")])
    func `an example is pushed as it is`(example: String, endpoint: String) async throws {
        let project = try projectFiles(repository.appending(path: "Examples/\(example)"))
        // The client looks for pipes in these folders only.
        let files = project.map { file in
            let folder = file.path.hasSuffix(".pipe") ? "pipes" : "datasources"
            return ("\(folder)/\(file.path.split(separator: "/").last ?? "")", file.text)
        }
        try await ClassicCLI.run(on: Dictionary(uniqueKeysWithValues: files)) { tb in
            try await tb("push", says: "** '\(endpoint)' created")
            let names = try await tb.get("/v0/pipes?attrs=name").json()["pipes"] as? [[String: Any]]
            #expect(names?.count == project.count { $0.path.hasSuffix(".pipe") })
            let rows = try await tb.get("/v0/pipes/\(endpoint).json")
            #expect(rows.status == 200 || rows.error?.contains("is required") == true, "\(rows.body)")
        }
    }
}
