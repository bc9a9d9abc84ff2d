// Part of Martlet. Apache License 2.0; see LICENSE.

/// Takes out of a table's deduplication log what a killed engine must not believe.
///
/// The engine writes the record of a block before its part. Killed in between, it would take the same block, sent again, for
/// one it has: its rows would be lost. So a record goes whose part is neither there nor merged into one that is. A line
/// without an end goes too: the engine stops reading at it, and forgets what it appends behind it.
///
/// What is not understood stays as it is: to forget a record is to store a block twice.
struct DeduplicationRepair: Equatable {
    /// The files as they should be, in the order given.
    private(set) var files: [[UInt8]]
    /// The records that go, and the lines that were cut off.
    private(set) var findings: [Finding] = []

    enum Finding: Hashable {
        case missingPart(PartName, blockID: String)
        case tornLine(String)
        /// A whole line that is no record; it stays.
        case unknownLine(String)
    }

    /// `files` are a table's logs from the oldest to the newest.
    init(_ files: [[UInt8]], parts: PartSet) {
        self.files = files
        let logs = files.map(Self.lines)
        let missing = Self.missing(logs.flatMap { $0 }, parts: parts)
        for (index, lines) in logs.enumerated() {
            self.files[index] = self.keptBytes(of: lines, missing: missing)
        }
    }

    private mutating func keptBytes(of lines: [Line], missing: Set<DeduplicationRecord>) -> [UInt8] {
        var kept: [UInt8] = []
        for line in lines {
            switch line {
            case .record(let record, _) where missing.contains(record):
                self.findings.append(.missingPart(record.part, blockID: record.blockID))
            case .record(_, let bytes):
                kept += bytes
            case .unknown(let bytes):
                self.findings.append(.unknownLine(Self.text(bytes.dropLast())))
                kept += bytes
            case .torn(let bytes):
                self.findings.append(.tornLine(Self.text(bytes)))
            }
        }
        return kept
    }

    /// The additions without a part that no later line takes back.
    private static func missing(_ lines: [Line], parts: PartSet) -> Set<DeduplicationRecord> {
        var missing: [String: Set<DeduplicationRecord>] = [:]
        for case .record(let record, _) in lines {
            switch record.operation {
            case .add where parts.hold(record.part): continue
            case .add: missing[record.blockID, default: []].insert(record)
            case .drop: missing[record.blockID] = nil
            }
        }
        return missing.values.reduce(into: []) { $0.formUnion($1) }
    }

    // MARK: Lines

    /// A line with its bytes, the newline among them where there is one.
    private enum Line {
        case record(DeduplicationRecord, ArraySlice<UInt8>)
        case unknown(ArraySlice<UInt8>)
        case torn(ArraySlice<UInt8>)
    }

    private static func lines(of file: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var rest = file[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let bytes = rest[...newline]
            let record = DeduplicationRecord(String(decoding: bytes.dropLast(), as: UTF8.self))
            lines.append(record.map { .record($0, bytes) } ?? .unknown(bytes))
            rest = rest[(newline + 1)...]
        }
        if !rest.isEmpty { lines.append(.torn(rest)) }
        return lines
    }

    /// As much of a line as belongs into a log message.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
