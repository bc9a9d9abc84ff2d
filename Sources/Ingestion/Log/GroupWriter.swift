// Part of Martlet. Apache License 2.0; see LICENSE.

/// Brings groups to the disk, or leaves nothing of them there.
struct GroupWriter: Sendable {
    let folder: String
    let files: any LogFileSystem

    /// Makes a group durable behind the last segment, or as the beginning of a new one, whose file it gives back.
    func write(_ group: LogGroup, to segment: LogSegment?) throws(GroupFailure) -> (any LogFile)? {
        if let header = group.newSegment { return try self.write(group, as: LogSegment.name(firstSequence: header.firstSequence)) }
        guard let segment else { preconditionFailure("a group that begins no segment goes on in one") }
        do throws(LogFileError) {
            if !group.bytes.isEmpty { try segment.file.write(group.bytes, at: group.offset) }
            CrashPoint.pass(.appendWrite)
            try segment.file.sync()
            CrashPoint.pass(.appendSync)
            return nil
        } catch {
            throw GroupFailure(cause: error) { () throws(LogFileError) in
                try segment.file.truncate(to: segment.byteCount)
                try segment.file.sync()
            }
        }
    }

    private func write(_ group: LogGroup, as name: String) throws(GroupFailure) -> any LogFile {
        let path = "\(self.folder)/\(name)"
        let file: any LogFile
        do throws(LogFileError) { file = try self.files.create(path) } catch { throw GroupFailure(cause: error) {} }
        do throws(LogFileError) {
            try file.write(group.bytes, at: 0)
            CrashPoint.pass(.appendWrite)
            try file.sync()
            try self.files.syncFolder(self.folder)
            return file
        } catch {
            throw GroupFailure(cause: error) { () throws(LogFileError) in
                try self.files.remove(path)
                try self.files.syncFolder(self.folder)
            }
        }
    }

    /// Deletes segments, or sets them aside if there is damage in them. What fails is tried again when the log is opened.
    func remove(_ segments: [LogSegment]) {
        for segment in segments {
            CrashPoint.pass(.truncate)
            do throws(LogFileError) {
                try self.files.discard(segment.name, in: self.folder, isDamaged: !segment.holes.isEmpty)
            } catch {
                return
            }
        }
    }
}

/// Why a group is not durable.
struct GroupFailure: Error {
    let cause: LogFileError
    /// Why what had been written of it could not be taken back; nil if there is nothing left of it.
    let brokenBy: LogFileError?

    /// Takes back what was written.
    init(cause: LogFileError, takingBack takeBack: () throws(LogFileError) -> Void) {
        self.cause = cause
        do throws(LogFileError) {
            try takeBack()
            self.brokenBy = nil
        } catch {
            self.brokenBy = error
        }
    }
}

extension LogFileSystem {
    /// Takes a file out of the log: for good, or under a name that leaves it to the operator.
    func discard(_ name: String, in folder: String, isDamaged: Bool) throws(LogFileError) {
        let path = "\(folder)/\(name)"
        if isDamaged {
            try self.rename(path, to: path + ".damaged")
        } else {
            try self.remove(path)
        }
    }
}
