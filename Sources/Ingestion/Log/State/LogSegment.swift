// Part of Martlet. Apache License 2.0; see LICENSE.

/// A file of the log, as far as it is durable.
struct LogSegment: Sendable {
    /// Above what any log reaches; below it, sequences can be counted without overflow.
    static let sequenceLimit: UInt64 = 1 << 62
    private static let nameDigits = 20
    private static let suffix = ".log"

    let header: SegmentHeader
    let file: any LogFile
    var byteCount: Int
    /// What its rows name.
    var shapes: [UInt64: LogShape] = [:]
    /// Bytes that were reported as damage when the log was opened; reading steps over them.
    private(set) var holes: [Range<Int>] = []
    /// Places where records begin, in order.
    private var checkpoints: [(sequence: UInt64, offset: Int)] = []

    init(header: SegmentHeader, file: any LogFile, byteCount: Int) {
        self.header = header
        self.file = file
        self.byteCount = byteCount
    }

    var name: String { Self.name(firstSequence: self.header.firstSequence) }
    var salt: UInt32 { SegmentHeader.salt(dataSource: self.header.dataSource, firstSequence: self.header.firstSequence) }

    static func name(firstSequence: UInt64) -> String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: Self.nameDigits - digits.count) + digits + Self.suffix
    }

    /// The first sequence of a segment's name; nil if it is no such name.
    static func firstSequence(ofName name: String) -> UInt64? {
        guard let sequence = UInt64(name.dropLast(Self.suffix.count)), 1...Self.sequenceLimit ~= sequence else { return nil }
        return self.name(firstSequence: sequence) == name ? sequence : nil
    }

    mutating func addCheckpoint(sequence: UInt64, offset: Int, spacing: Int) {
        if let last = self.checkpoints.last, offset - last.offset < spacing { return }
        self.checkpoints.append((sequence, offset))
    }

    mutating func addHole(_ hole: Range<Int>) {
        if let last = self.holes.last, last.upperBound == hole.lowerBound {
            self.holes[self.holes.count - 1] = last.lowerBound..<hole.upperBound
        } else {
            self.holes.append(hole)
        }
    }

    /// A place to start reading at, to find the record of `sequence` and all behind it.
    func offset(before sequence: UInt64) -> Int {
        self.checkpoints.last { $0.sequence <= sequence }?.offset ?? SegmentHeader.byteCount
    }
}
