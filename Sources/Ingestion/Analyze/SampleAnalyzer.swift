// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles

/// Guesses the schema of a data source from a sample of its rows.
package enum SampleAnalyzer {
    /// What clients send of a file at most; the last row of such a sample is cut.
    package static let sampleByteLimit = 1 << 20

    /// Analyzes a sample of NDJSON or CSV; of what is longer than the limit, the start.
    package static func analyze(_ sample: [UInt8], as format: RowFormat, options: CSVOptions = CSVOptions()) throws(AnalysisError)
        -> Analysis
    {
        let mark = CSVDecoder.byteOrderMark
        let start = sample.starts(with: mark) ? mark.count : 0
        let end = min(sample.count, Self.sampleByteLimit)
        let isWhole = sample.count < Self.sampleByteLimit
        var text = PaddedBytes()
        text.append(Array(sample[start..<max(start, end)]))
        switch format {
        case .json: return try NDJSONAnalyzer.analyze(text, byteCount: sample.count)
        case .csv, .quarantine:
            let result = text.withView { view in
                Result { () throws(AnalysisError) in
                    try CSVAnalyzer.analyze(view, isWhole: isWhole, options: options, byteCount: sample.count)
                }
            }
            return try result.get()
        }
    }
}
