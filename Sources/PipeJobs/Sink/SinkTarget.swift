// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// A place that files may be written to.
enum SinkTarget: Sendable {
    case bucket(url: String, key: String, secret: String)
    case folder(String)

    /// The engine's function that writes one file.
    ///
    /// - Parameter file: Within the place; of a folder, where the file is first written to.
    func function(writing file: String, as settings: SinkSettings, structure: String) -> String {
        let compression = settings.format == .parquet ? "none" : settings.compression.engineName
        let description = [settings.format.engineName, structure, compression]
        let (name, arguments): (String, [String]) =
            switch self {
            case .bucket(let url, let key, let secret): ("s3", ["\(url)/\(file)", key, secret])
            case .folder: ("file", [file])
            }
        return "\(name)(\((arguments + description).map { SQLText.stringLiteral($0) }.joined(separator: ", ")))"
    }

    /// A text of the engine without what must stay secret.
    func withoutSecrets(_ text: String) -> String {
        guard case .bucket(_, let key, let secret) = self else { return text }
        return text.replacing(secret, with: "…").replacing(key, with: "…")
    }
}
