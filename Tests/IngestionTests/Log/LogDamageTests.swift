// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// What is said and saved when bytes that had been durable have changed.
struct LogDamageTests {
    /// Rows 1 to 40 in several segments, all durable.
    private static func filled() throws -> LogFixture {
        let fixture = LogFixture.small()
        try fixture.append(1...40, to: try fixture.open())
        return fixture
    }

    private static func flip(_ text: String, in fixture: LogFixture) throws -> (path: String, place: Int) {
        for path in fixture.files.names {
            guard let place = fixture.files[path].firstRange(of: Array(text.utf8))?.lowerBound else { continue }
            fixture.files[path][place] ^= 1
            return (path, place)
        }
        throw LogFileError(operation: "find", path: text, number: 0, isDiskFull: false)
    }

    @Test func `a broken row costs itself`() throws {
        let fixture = try Self.filled()
        let (path, place) = try Self.flip("row 7", in: fixture)
        let log = try fixture.open()
        let damage = try #require(log.recovery.damage.first)
        #expect(log.recovery.damage.count == 1)
        #expect(path.hasSuffix(damage.file))
        #expect(damage.offset == place - 2 - 48 - 32)
        #expect(damage.fault == .brokenPayload)
        #expect(damage.rowCount == 1)
        #expect(damage.sequences.count == 1)
        #expect(!damage.isCommitted)
        #expect(log.recovery.doubtfulRowCount == 0)
        #expect(try fixture.numbers(in: log) == Array(1...6) + Array(8...40))
    }

    @Test func `a broken header costs the rest of its group, and the rows are counted`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let answers = (1...5).map { number in
            let answer = Answer<LogReceipt>()
            log.append(LogFixture.rows(number)) { answer.give($0) }
            return answer
        }
        fixture.run()
        try fixture.append(6...6, to: log)
        let place = try #require(fixture.files[LogFixture.path(1)].firstRange(of: Array("row 3".utf8))).lowerBound - 2 - 48 - 32
        fixture.files[LogFixture.path(1)][place + 9] ^= 4
        let again = try fixture.open()
        #expect(again.recovery.damage.map(\.fault) == [.brokenHeader])
        #expect(again.recovery.damage.map(\.offset) == [place])
        #expect(again.recovery.damage.map(\.rowCount) == [3])
        #expect(try again.recovery.damage.map(\.sequences) == [answers[2].result.get().sequence..<answers[4].result.get().sequence + 1])
        #expect(try fixture.numbers(in: again) == [1, 2, 6])
    }

    @Test func `a missing segment is missed`() throws {
        let fixture = try Self.filled()
        let segments = fixture.files.names
        let lost = fixture.files[segments[1]]
        fixture.files.delete(segments[1])
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.missingSegment])
        #expect(segments[1].hasSuffix(log.recovery.damage[0].file))
        let numbers = try fixture.numbers(in: log)
        let lostRows = (1...40).filter { lost.firstRange(of: Array("row \($0)".utf8)) != nil && !numbers.contains($0) }
        #expect(log.recovery.damage[0].rowCount == 40 - numbers.count)
        #expect(numbers + lostRows != numbers)
        #expect(Set(numbers + lostRows) == Set(1...40))
    }

    @Test func `a missing oldest segment is missed`() throws {
        let fixture = try Self.filled()
        fixture.files.delete(LogFixture.path(1))
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.missingSegment])
        #expect(log.recovery.damage[0].file == String(LogFixture.path(1).dropFirst(4)))
        #expect(log.recovery.damage[0].rowCount == nil)
    }

    @Test func `a lost header of a segment loses nothing else`() throws {
        let fixture = try Self.filled()
        let path = fixture.files.names[1]
        fixture.files[path][20] ^= 0x80
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.brokenSegmentHeader])
        #expect(log.recovery.damage.map(\.rowCount) == [0])
        #expect(try fixture.numbers(in: log) == Array(1...40))
    }

    @Test func `a lost shape is found in another segment`() throws {
        let fixture = try Self.filled()
        let path = fixture.files.names[1]
        let place = try #require(fixture.files[path].firstRange(of: Array("shape".utf8))).lowerBound
        fixture.files[path][place] ^= 1
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.brokenPayload])
        #expect(log.recovery.damage.map(\.rowCount) == [0])
        #expect(try fixture.numbers(in: log) == Array(1...40))
    }

    @Test func `a lost shape costs the rows of its group, for the next has it again`() throws {
        let fixture = LogFixture()
        try fixture.append(1...5, to: try fixture.open())
        _ = try Self.flip("shape", in: fixture)
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.brokenPayload, .unknownShape])
        #expect(log.recovery.damage.map(\.rowCount) == [0, 1])
        #expect(try fixture.numbers(in: log) == [2, 3, 4, 5])
    }

    @Test func `rows of a shape that is nowhere are lost, and counted`() throws {
        let fixture = LogFixture()
        try fixture.append(1...5, to: try fixture.open())
        _ = try Self.flip("shape", in: fixture)
        let path = LogFixture.path(1)
        let second = try #require(fixture.files[path].firstRange(of: Array("shape".utf8))).lowerBound
        fixture.files[path][second] ^= 1
        let log = try fixture.open()
        #expect(log.recovery.damage.compactMap(\.rowCount).reduce(0, +) == 5)
        #expect(Set(log.recovery.damage.map(\.fault)) == [.brokenPayload, .unknownShape])
        #expect(try fixture.numbers(in: log) == [])
    }

    @Test func `a batch that lost rows is replayed with the others, under its token`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...3, to: log)
        let batch = try fixture.seal(log, token: "a")
        _ = try Self.flip("row 2", in: fixture)
        let again = try fixture.open()
        #expect(again.recovery.batches.map(\.token) == ["a"])
        #expect(again.recovery.batches.map(\.rowCount) == [batch.rowCount])
        #expect(again.recovery.batches.map(\.unreadableRowCount) == [1])
        #expect(try again.read(again.recovery.batches[0]).map(LogFixture.number) == [1, 3])
    }

    @Test func `rows whose seal was lost are a batch again if the next seal tells where they end`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        let lost = try fixture.seal(log, token: "lost")
        try fixture.append(3...3, to: log)
        let next = try fixture.seal(log, token: "next")
        _ = try Self.flip("lost", in: fixture)
        let again = try fixture.open()
        #expect(again.recovery.doubtfulRowCount == 2)
        #expect(again.recovery.batches.map(\.isReconstructed) == [true, false])
        #expect(again.recovery.batches[0].firstSequence == lost.firstSequence)
        #expect(again.recovery.batches[0].lastSequence == lost.lastSequence)
        #expect(again.recovery.batches[0].table == "events")
        #expect(again.recovery.batches[1] == next)
        #expect(try again.read(again.recovery.batches[0]).map(LogFixture.number) == [1, 2])
        #expect(try fixture.open().recovery.batches == again.recovery.batches)
    }

    @Test func `rows whose seal was lost are unsealed if nothing else is known`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        _ = try fixture.seal(log, token: "lost")
        try fixture.append(3...3, to: log)
        _ = try Self.flip("lost", in: fixture)
        let again = try fixture.open()
        #expect(again.recovery.doubtfulRowCount == 2)
        #expect(again.recovery.unsealed.rowCount == 3)
    }

    @Test func `a lost seal does not matter once its batch is committed`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        fixture.commit(try fixture.seal(log, token: "lost"), in: log)
        _ = try Self.flip("lost", in: fixture)
        let again = try fixture.open()
        #expect(again.recovery.damage.map(\.isCommitted) == [false])
        #expect(again.recovery.doubtfulRowCount == 0)
        #expect(again.recovery.unsealed.rowCount == 0)
        #expect(again.recovery.batches == [])
    }

    @Test func `a damaged segment is written to no more, and set aside when it is done with`() throws {
        let fixture = LogFixture()
        try fixture.append(1...3, to: try fixture.open())
        let (path, _) = try Self.flip("row 2", in: fixture)
        let before = fixture.files[path]
        let log = try fixture.open()
        try fixture.append(4...4, to: log)
        #expect(fixture.files[path] == before)
        #expect(fixture.files.names.count == 2)
        let batch = try fixture.seal(log, token: "a")
        #expect(try log.read(batch).map(LogFixture.number) == [1, 3, 4])
        fixture.commit(batch, in: log)
        #expect(fixture.files.names.contains(path + ".damaged"))
        #expect(fixture.files[path + ".damaged"] == before)
        let again = try fixture.open()
        #expect(again.recovery.damage == [])
        #expect(again.recovery.batches == [])
    }

    @Test func `files that are not the log's are reported and left alone or set aside`() throws {
        let fixture = LogFixture()
        try fixture.append(1...1, to: try fixture.open())
        let other = LogFixture()
        _ = try other.append(
            LogFixture.rows(9),
            to: try DataSourceLog.open(
                "log", dataSource: "t_2", limits: .init(), budget: other.budget, memory: LogBudget(limit: other.memory), pool: other.pool,
                files: other.files))
        fixture.files[LogFixture.path(500)] = other.files[LogFixture.path(1)]
        fixture.files["log/notes.txt"] = [1]
        let log = try fixture.open()
        #expect(log.recovery.damage.map(\.fault) == [.foreignFile, .foreignFile])
        #expect(fixture.files.names == [LogFixture.path(1), LogFixture.path(500) + ".damaged", "log/notes.txt"])
        #expect(try fixture.numbers(in: log) == [1])
    }

    @Test func `a later version is not touched`() throws {
        let fixture = LogFixture()
        try fixture.append(1...1, to: try fixture.open())
        var bytes = Array(fixture.files[LogFixture.path(1)].prefix(112))
        bytes[8] = 2
        let checksum = CRC32C.checksum(of: bytes.span)
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: checksum >> ($0 * 8)) }
        fixture.files[LogFixture.path(1)] = bytes
        let error = #expect(throws: LogError.self) { try fixture.open() }
        #expect(error == .unknownVersion(file: "00000000000000000001.log", version: 2))
        #expect(error?.logDetail == "00000000000000000001.log has version 2 of the log's format, this program knows 1")
        #expect(fixture.files[LogFixture.path(1)] == bytes)
    }

    @Test func `old segments that come back after their deletion are deleted again`() throws {
        let fixture = try Self.filled()
        let old = fixture.files.names.map { ($0, fixture.files[$0]) }
        let log = try fixture.open()
        fixture.commit(try fixture.seal(log, token: "a"), in: log)
        try fixture.append(41...41, to: log)
        fixture.files[old[0].0] = old[0].1
        let again = try fixture.open()
        #expect(again.recovery.damage == [])
        #expect(again.recovery.doubtfulRowCount == 0)
        #expect(try fixture.numbers(in: again) == [41])
        #expect(!fixture.files.names.contains(old[0].0))
    }
}
