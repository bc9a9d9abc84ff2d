// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import FileSources
internal import Ingestion
internal import MartletCore
internal import Workspaces

/// Makes the data source that `POST /v0/datasources` asks for: by its schema, or for the file that comes with it
/// (http-api contract, 6.3).
struct DataSourceCreation {
    let services: GatewayServices
    let caller: Caller

    func run(_ upload: inout Upload) async throws -> DataSource {
        try self.caller.require(self.caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        guard let name = upload.parameters["name"] ?? upload.fileName.map(Self.resourceName) else {
            throw WireError.missingParameter("name")
        }
        // Nothing is made for a file that cannot be had.
        if let url = upload.parameters["url"] { _ = try RemoteURL(url) }
        var edit = try DataSourceEdit(upload.parameters)
        let hasSchema = upload.parameters["schema"]?.isEmpty == false
        if upload.file != nil {
            let sample = try await upload.sample(upTo: SampleAnalyzer.sampleByteLimit)
            upload.assume("format", try Self.format(of: sample))
            if !hasSchema { edit.set("SCHEMA", to: try Self.schema(of: sample, upload.parameters)) }
        } else if !hasSchema {
            throw WireError.missingParameter("schema")
        }
        return try await self.services.deployments.createDataSource(name, edit, in: self.caller.workspace)
    }

    private static func format(of sample: [UInt8]) throws -> String {
        switch SampleFormat(guessing: sample) {
        case .rows(let format): format == .json ? "ndjson" : "csv"
        case .parquet: "parquet"
        }
    }

    private static func schema(of sample: [UInt8], _ parameters: WireParameters) throws -> String {
        switch try ImportFormat(parameters) {
        case .parquet: throw RequestError(.invalidRequest, "parameter \"schema\" is required: that of a Parquet file is not guessed")
        case .ndjson:
            return try SampleAnalyzer.analyze(sample, as: .json).schema
        case .csv(let options):
            let analysis = try SampleAnalyzer.analyze(sample, as: .csv, options: options)
            guard parameters["type_guessing"] == "false" else { return analysis.schema }
            return analysis.columns.map { "`\($0.name)` String" }.joined(separator: ", ")
        }
    }

    /// `My file.csv` is for `My_file`.
    private static func resourceName(of fileName: String) -> String {
        let name = fileName.split(separator: "/").last?.prefix { $0 != "." } ?? ""
        return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}

extension DataSourceEdit {
    /// The directives that parameters of the API stand for; empty ones say nothing.
    init(_ parameters: WireParameters) throws {
        self.init()
        for name in ["description", "schema", "indexes", "engine"] {
            if let text = parameters[name], !text.isEmpty { self.set(name.uppercased(), to: text) }
        }
        let prefix = "engine_"
        for name in parameters.names where name.hasPrefix(prefix) {
            guard DatafileKind.engineOptions.contains(name.dropFirst(prefix.count).uppercased()) else {
                throw RequestError(.invalidRequest, "parameter \"\(name)\" is no option of an engine")
            }
            if let text = parameters[name], !text.isEmpty { self.set(name.uppercased(), to: text) }
        }
    }
}
