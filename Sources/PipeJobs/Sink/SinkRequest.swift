// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

/// A request to run a sink now.
package struct SinkRequest: Sendable {
    /// Name or id.
    package var pipe: String
    package var arguments: TemplateArguments
    /// `EXPORT_` settings that take the place of those of the datafile, by their names in it.
    package var settings: [String: String]

    package init(pipe: String, arguments: TemplateArguments, settings: [String: String] = [:]) {
        self.pipe = pipe
        self.arguments = arguments
        self.settings = settings
    }

    /// The settings by the names that requests have for them (http-api contract, 11.3).
    package static let settingNames = [
        "connection": "EXPORT_CONNECTION_NAME", "path": "EXPORT_BUCKET_URI", "file_template": "EXPORT_FILE_TEMPLATE",
        "format": "EXPORT_FORMAT", "compression": "EXPORT_COMPRESSION", "write_strategy": "EXPORT_WRITE_STRATEGY",
        "_mode": "EXPORT_WRITE_STRATEGY",
    ]
}
