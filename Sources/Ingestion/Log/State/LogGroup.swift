// Part of Martlet. Apache License 2.0; see LICENSE.

/// Records that one write and one sync make durable together.
struct LogGroup: Sendable {
    /// The segment that the group begins; its bytes then start with this header.
    let newSegment: SegmentHeader?
    let firstSequence: UInt64
    /// Where in the segment the bytes go.
    private(set) var offset: Int
    private(set) var bytes: [UInt8]
    /// What becomes true when the group is durable: its records, but for marks.
    private(set) var contents: [RecordContent] = []
    private var shapeKeys: Set<UInt64> = []
    /// Whether somebody wants it synced although it holds nothing but a mark.
    var isForced = false
    /// The tail behind the group, once it is complete.
    private(set) var tail: LogTail

    /// Begins a group behind `tail`, which goes on behind the group's mark.
    init(behind tail: inout LogTail, newSegmentOf dataSource: String?) {
        self.firstSequence = tail.nextSequence
        var bytes: [UInt8] = []
        self.offset = dataSource == nil ? tail.byteCount : 0
        self.newSegment = dataSource.map { tail.beginSegment(dataSource: $0, bytes: &bytes) }
        tail.appendMark(to: &bytes)
        self.bytes = bytes
        self.tail = tail
    }

    var hasContents: Bool { !self.contents.isEmpty }
    /// Whether rows of a shape need it written first: a segment has it in two groups, so that the loss of one does not cost the rows of
    /// the whole segment.
    func needsShape(_ key: UInt64) -> Bool {
        self.tail.shapeCopies[key, default: 0] < 2 && !self.shapeKeys.contains(key)
    }

    /// The group's last record.
    var lastSequence: UInt64 { self.tail.nextSequence - 1 }

    mutating func append(_ content: RecordContent, at tail: inout LogTail) {
        tail.append(content, to: &self.bytes)
        self.contents.append(content)
        if case .shape(let shape) = content { self.shapeKeys.insert(shape.key) }
        self.tail = tail
    }

    mutating func append(_ rows: PreparedRows, at tail: inout LogTail) -> RowsEntry {
        let entry = tail.append(rows, to: &self.bytes)
        self.contents.append(.rows(entry))
        self.tail = tail
        return entry
    }

    /// Takes the mark out, to be written before the rest; nil if there is more than a mark, or not even that.
    mutating func takeMark() -> [UInt8]? {
        guard !self.hasContents, self.newSegment == nil, !self.bytes.isEmpty else { return nil }
        defer {
            self.offset += self.bytes.count
            self.bytes = []
        }
        return self.bytes
    }

    /// Puts a mark back that could not be written.
    mutating func putBack(mark: [UInt8]) {
        self.offset -= mark.count
        self.bytes.insert(contentsOf: mark, at: 0)
    }
}
