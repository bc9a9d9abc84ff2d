// Part of Martlet. Apache License 2.0; see LICENSE.

/// What was lost of a log, gathered while it is read.
///
/// Where a header is broken, nobody knows how many records follow before the next mark or segment; such a loss stays open until then,
/// and is closed by what the mark or the segment's header say has come before them.
struct LossRecord {
    private struct Loss {
        var damage: LogDamage
        /// The last record of rows before what follows the loss, if that is known.
        var rowsSequence: UInt64?
    }

    private var losses: [Loss] = []
    private var openLoss: (fault: LogFault, file: String, offset: Int)?
    /// Rows up to here, if they are unsealed, may have been sealed by a seal that was lost.
    private var doubtfulSequence: UInt64 = 0

    var isOpen: Bool { self.openLoss != nil }

    /// Notes a file that holds no records of this log, or none that are lost with what is wrong with it.
    mutating func note(_ fault: LogFault, file: String) {
        self.losses.append(Loss(damage: LogDamage(file: file, offset: 0, fault: fault, sequences: 0..<0, rowCount: 0)))
    }

    /// Notes one lost record whose header is whole.
    mutating func note(_ header: RecordHeader, _ fault: LogFault, file: String, offset: Int, _ log: inout RecoveredLog) {
        let rowCount = header.rowCount + header.quarantinedCount
        let sequences = header.sequence..<header.sequence + 1
        self.append(LogDamage(file: file, offset: offset, fault: fault, sequences: sequences, rowCount: rowCount))
        if header.kind == .rows { log.tail.rowsSequence = header.sequence }
        if header.kind == .seal { self.doubtWhatIsUnsealed(in: log) }
        log.tail.rowTotal &+= UInt64(rowCount)
        log.tail.nextSequence += 1
    }

    /// Notes that from here on records are lost, as yet unknown how many.
    mutating func open(_ fault: LogFault, file: String, offset: Int) {
        self.openLoss = (fault, file, offset)
    }

    /// Notes that the log goes on with the record `sequence`, before which it had `rowTotal` rows. If it does not go on where it was,
    /// and nothing is known to be broken there, segments are missing.
    mutating func close(at sequence: UInt64, rowTotal: UInt64?, rowsSequence: UInt64?, _ log: inout RecoveredLog) {
        let expected = log.tail.nextSequence
        defer {
            self.openLoss = nil
            log.tail.nextSequence = sequence
            log.tail.rowTotal = rowTotal ?? log.tail.rowTotal
        }
        guard sequence > expected || self.openLoss != nil else { return }
        let (fault, file, offset) = self.openLoss ?? (.missingSegment, LogSegment.name(firstSequence: expected), 0)
        let rowCount = rowTotal.flatMap { $0 >= log.tail.rowTotal ? Int(exactly: $0 - log.tail.rowTotal) : nil }
        let damage = LogDamage(file: file, offset: offset, fault: fault, sequences: expected..<sequence, rowCount: rowCount)
        self.losses.append(Loss(damage: damage, rowsSequence: rowsSequence))
        self.doubtWhatIsUnsealed(in: log)
    }

    /// Makes one loss of records that follow one another and have the same fault, or there could be as many losses as records.
    private mutating func append(_ damage: LogDamage) {
        guard let last = self.losses.last?.damage, last.file == damage.file, last.fault == damage.fault,
            last.sequences.upperBound == damage.sequences.lowerBound, let lastRows = last.rowCount, let rows = damage.rowCount
        else { return self.losses.append(Loss(damage: damage)) }
        let sequences = last.sequences.lowerBound..<damage.sequences.upperBound
        self.losses[self.losses.count - 1].damage = LogDamage(
            file: last.file, offset: last.offset, fault: last.fault, sequences: sequences, rowCount: lastRows + rows)
    }

    private mutating func doubtWhatIsUnsealed(in log: RecoveredLog) {
        self.doubtfulSequence = log.contents.unsealed.summary.lastSequence ?? self.doubtfulSequence
    }

    // MARK: The account, when all is read

    /// What is to be reported. Missing segments that the engine had all rows of were deleted; some of their names came back in a crash.
    func damage(of contents: LogContents) -> [LogDamage] {
        let committed = contents.committedSequence
        var damage = self.losses.filter { $0.damage.fault != .missingSegment || $0.rowsSequence ?? .max > committed }.map(\.damage)
        if let first = contents.segments.first?.header, first.rowsSequence > committed {
            damage.append(
                LogDamage(
                    file: LogSegment.name(firstSequence: committed + 1), offset: 0, fault: .missingSegment,
                    sequences: committed + 1..<first.firstSequence, rowCount: nil))
        }
        for index in damage.indices { damage[index].isCommitted = damage[index].sequences.upperBound <= committed + 1 }
        return damage
    }

    /// How many rows may get to the engine twice.
    func doubtfulRowCount(in contents: LogContents) -> Int {
        let unsealed = contents.unsealed.summary(through: self.doubtfulSequence)
        let reconstructed = contents.batches.filter(\.isReconstructed)
        return reconstructed.reduce(unsealed.rowCount + unsealed.quarantinedCount) { $0 + $1.rowCount + $1.quarantinedCount }
    }
}
