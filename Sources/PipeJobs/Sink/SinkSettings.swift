// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles

/// What a sink writes, and where: its `EXPORT_` settings, read.
struct SinkSettings: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        case bucket(String, prefix: String)
        /// Within the folder that the operator of the server has set apart.
        case folder(String)
    }

    let connection: String
    let place: Place
    let template: SinkFileTemplate
    let format: SinkFormat
    let compression: SinkCompression
    /// Whether files of the same names are written over; else they stay, and the new ones get other names.
    let isReplacing: Bool

    init(_ settings: [String: String], of node: NodeDefinition) throws(PipeJobError) {
        let fault = { (reason: String) in PipeJobError.badSink(node: node.name, reason: reason) }
        let setting = { (name: String) in settings["EXPORT_\(name)"].flatMap { $0.isEmpty ? nil : $0 } }
        guard setting("KAFKA_TOPIC") == nil else { throw fault("sinks to Kafka are not served") }
        guard let uri = setting("BUCKET_URI"), let template = setting("FILE_TEMPLATE"), let connection = setting("CONNECTION_NAME") else {
            throw fault("it needs EXPORT_CONNECTION_NAME, EXPORT_BUCKET_URI and EXPORT_FILE_TEMPLATE")
        }
        guard let format = SinkFormat(rawValue: (setting("FORMAT") ?? "csv").lowercased()) else {
            throw fault(
                "the format \"\(setting("FORMAT") ?? "")\" is none: use \(SinkFormat.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let compression = SinkCompression(name: setting("COMPRESSION") ?? "none")
        guard let compression, format != .parquet || compression.parquetName != nil else {
            let names = SinkCompression.allCases.filter { format != .parquet || $0.parquetName != nil }.map(\.rawValue)
            throw fault("the compression \"\(setting("COMPRESSION") ?? "")\" is none: use \(names.joined(separator: ", "))")
        }
        do throws(SinkFileTemplate.Fault) {
            self.template = try SinkFileTemplate(template)
            self.place = try Self.place(uri)
        } catch {
            throw fault(error.reason)
        }
        self.connection = connection
        self.format = format
        self.compression = compression
        self.isReplacing = ["truncate", "replace", "@truncate", "@replace"].contains(
            setting("WRITE_STRATEGY") ?? setting("STRATEGY") ?? "new")
    }

    private static func place(_ uri: String) throws(SinkFileTemplate.Fault) -> Place {
        let expected = SinkFileTemplate.Fault(reason: "the place \"\(uri)\" is none: use s3://bucket/folder, or file:///folder")
        guard let colon = uri.firstRange(of: "://") else { throw expected }
        let path = uri[colon.upperBound...].split(separator: "/").map(String.init)
        try SinkFileTemplate.checkName(path.joined(separator: "/"))
        switch uri[..<colon.lowerBound] {
        case "s3":
            guard let bucket = path.first, !bucket.contains("=") else { throw expected }
            return .bucket(bucket, prefix: path.dropFirst().joined(separator: "/"))
        case "file": return .folder(path.joined(separator: "/"))
        default: throw expected
        }
    }

    /// The name of a file with what tells its format.
    func fileName(_ name: String) -> String {
        let isWithin = self.format == .parquet
        let endings = [self.format.rawValue, isWithin ? nil : self.compression.fileExtension].compactMap { $0 }.map { ".\($0)" }
        if name.hasSuffix(endings.joined()) { return name }
        return name + (name.hasSuffix(endings[0]) ? endings.dropFirst() : endings[...]).joined()
    }
}
