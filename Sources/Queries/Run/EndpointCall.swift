// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
package import Templates

/// A request for an endpoint, its parameters not yet bound.
package struct EndpointCall: Sendable {
    /// Name or id of the pipe.
    package var pipe: String
    package var format: OutputFormat
    package var arguments: TemplateArguments
    /// SQL over the answer, in which `_` stands for the endpoint.
    package var query: String?
    package var settings: OutputSettings
    /// Whether the caller wants the engine's answer, even where it would be the one that is kept.
    package var refusesKeptAnswers: Bool
    /// Nil for the live one.
    package var deployment: DeploymentChoice?
    /// What the caller wants to be taken for the present; nil for what is.
    package var clock: StoppedClock?

    package init(
        pipe: String, format: OutputFormat, arguments: TemplateArguments, query: String? = nil, settings: OutputSettings = OutputSettings(),
        refusesKeptAnswers: Bool = false, deployment: DeploymentChoice? = nil
    ) {
        self.pipe = pipe
        self.format = format
        self.arguments = arguments
        self.query = query
        self.settings = settings
        self.refusesKeptAnswers = refusesKeptAnswers
        self.deployment = deployment
    }
}

/// A request for ad-hoc SQL.
package struct SQLCall: Sendable {
    package var sqlText: String
    /// Name or id of the pipe that `_` refers to.
    package var pipeline: String?
    package var arguments: TemplateArguments
    package var settings: OutputSettings
    /// Nil for the live one.
    package var deployment: DeploymentChoice?
    /// What the caller wants to be taken for the present; nil for what is.
    package var clock: StoppedClock?

    package init(
        sqlText: String, pipeline: String? = nil, arguments: TemplateArguments, settings: OutputSettings = OutputSettings(),
        deployment: DeploymentChoice? = nil
    ) {
        self.deployment = deployment
        self.sqlText = sqlText
        self.pipeline = pipeline
        self.arguments = arguments
        self.settings = settings
    }
}

/// The spelling of an answer that a caller may choose.
package struct OutputSettings: Sendable, Hashable {
    package var quotes64BitIntegers = false
    package var quotesDenormals = false
    /// Whether texts in Parquet are marked as UTF-8, which ClickHouse's need not be.
    package var marksParquetStrings = false

    package init() {}

    /// The engine's names and values, as far as a format is touched by them.
    func engineSettings(for format: OutputFormat) -> [String: String] {
        switch format {
        case .json, .jsonEachRow:
            [
                "output_format_json_quote_64bit_integers": self.quotes64BitIntegers ? "1" : "0",
                "output_format_json_quote_denormals": self.quotesDenormals ? "1" : "0",
            ]
        case .parquet: ["output_format_parquet_string_as_string": self.marksParquetStrings ? "1" : "0"]
        default: [:]
        }
    }
}
