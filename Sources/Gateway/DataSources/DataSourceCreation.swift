// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
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
        guard upload.parameters["url"] == nil else {
            throw RequestError(.invalidRequest, "importing from a URL is not supported yet: send the file as the body")
        }
        guard let name = upload.parameters["name"] ?? upload.fileName.map(Self.resourceName) else {
            throw WireError.missingParameter("name")
        }
        var edit = try DataSourceEdit(upload.parameters)
        if upload.file == nil {
            guard upload.parameters["schema"] != nil else { throw WireError.missingParameter("schema") }
        } else {
            let schema = try await self.schema(of: &upload)
            if upload.parameters["schema"] == nil { edit.set("SCHEMA", to: schema) }
        }
        return try await self.services.deployments.createDataSource(name, edit, in: self.caller.workspace)
    }

    /// The schema that the beginning of the file suggests; what the format is, is settled on the way.
    private func schema(of upload: inout Upload) async throws -> String {
        let sample = try await upload.sample(upTo: SampleAnalyzer.sampleByteLimit)
        guard case .rows(let guess) = SampleFormat(guessing: sample) else {
            throw RequestError(.invalidRequest, "Parquet cannot be read yet: send NDJSON or CSV")
        }
        upload.assume("format", guess == .json ? "ndjson" : "csv")
        guard upload.parameters["schema"] == nil else { return "" }
        let format = try ImportFormat(upload.parameters)
        let analysis =
            switch format {
            case .ndjson: try SampleAnalyzer.analyze(sample, as: .json)
            case .csv(let options): try SampleAnalyzer.analyze(sample, as: .csv, options: options)
            }
        let guessesTypes = format == .ndjson || upload.parameters["type_guessing"] != "false"
        return guessesTypes ? analysis.schema : analysis.columns.map { "`\($0.name)` String" }.joined(separator: ", ")
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
