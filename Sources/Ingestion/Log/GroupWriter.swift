// Part of Martlet. Apache License 2.0; see LICENSE.

/// Brings groups to the disk, and takes them back.
struct GroupWriter: Sendable {
    let folder: String
    let files: any LogFileSystem

    /// Makes a group durable. Gives back the file of the segment that it began, if it began one.
    func write(_ group: LogGroup, to segment: LogSegment?) throws(LogFileError) -> (any LogFile)? {
        guard let header = group.newSegment else {
            guard let segment else { preconditionFailure("a group that begins no segment goes on in one") }
            if !group.bytes.isEmpty { try segment.file.write(group.bytes, at: group.offset) }
            try segment.file.sync()
            return nil
        }
        let file = try self.files.create(self.path(LogSegment.name(firstSequence: header.firstSequence)))
        try file.write(group.bytes, at: 0)
        try file.sync()
        try self.files.syncFolder(self.folder)
        return file
    }

    /// Removes what there may be of a group from the disk, durably. Gives back why that failed, if it did.
    func takeBack(_ group: LogGroup, from segment: LogSegment?) -> LogFileError? {
        do throws(LogFileError) {
            if let segment {
                try segment.file.truncate(to: segment.byteCount)
                try segment.file.sync()
            } else if let header = group.newSegment {
                let name = LogSegment.name(firstSequence: header.firstSequence)
                if try self.files.list(self.folder).contains(name) { try self.files.remove(self.path(name)) }
                try self.files.syncFolder(self.folder)
            }
            return nil
        } catch {
            return error
        }
    }

    /// Deletes segments, or sets them aside if there is damage in them. What fails is tried again when the log is opened.
    func remove(_ segments: [LogSegment]) {
        for segment in segments {
            do throws(LogFileError) {
                try self.files.discard(segment.name, in: self.folder, isDamaged: !segment.holes.isEmpty)
            } catch {
                return
            }
        }
    }

    private func path(_ name: String) -> String { "\(self.folder)/\(name)" }
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
