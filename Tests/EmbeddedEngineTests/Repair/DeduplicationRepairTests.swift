// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct DeduplicationRepairTests {
    /// Repairs files given as text, with a blank for a tab.
    private func repair(_ files: [String], parts: [String]) -> (files: [String], findings: [DeduplicationRepair.Finding]) {
        let bytes = files.map { Array($0.replacing(" ", with: "\t").utf8) }
        let repair = DeduplicationRepair(bytes, parts: PartSet(fileNames: parts))
        return (repair.files.map { String(decoding: $0, as: UTF8.self).replacing("\t", with: " ") }, repair.findings)
    }

    private func missing(_ part: String, _ blockID: String) throws -> DeduplicationRepair.Finding {
        .missingPart(try #require(PartName(part)), blockID: blockID)
    }

    @Test func `nothing changes when every part is there or merged`() {
        let log = "1 a_1_1_0 a_x\n1 b_2_2_0 b_x\n1 a_3_3_0 a_y\n1 a_4_4_0 a_z\n"
        let result = self.repair([log], parts: ["a_1_3_1", "b_2_2_0_7", "a_4_4_0", "detached"])
        #expect(result.files == [log])
        #expect(result.findings.isEmpty)
    }

    @Test func `the record goes whose part was never finished`() throws {
        let result = self.repair(
            ["1 a_1_1_0 a_x\n1 b_2_2_0 b_x\n1 c_3_3_0 c_x\n"], parts: ["a_1_1_0", "b_2_2_0", "tmp_insert_c_3_3_0"])
        #expect(result.files == ["1 a_1_1_0 a_x\n1 b_2_2_0 b_x\n"])
        #expect(result.findings == [try self.missing("c_3_3_0", "c_x")])
    }

    @Test func `a part of another partition does not stand for the missing one`() throws {
        let result = self.repair(["1 a_1_1_0 a_x\n1 b_2_2_0 b_x\n"], parts: ["a_1_4_1"])
        #expect(result.files == ["1 a_1_1_0 a_x\n"])
        #expect(result.findings == [try self.missing("b_2_2_0", "b_x")])
    }

    @Test func `a dropped part is no loss, even when the drop is in a later file`() {
        let logs = ["1 a_1_1_0 a_x\n1 a_2_2_0 a_y\n", "2 a_1_1_0 a_x\n1 a_3_3_0 a_z\n"]
        let result = self.repair(logs, parts: ["a_2_2_0", "a_3_3_0"])
        #expect(result.files == logs)
        #expect(result.findings.isEmpty)
    }

    @Test func `a block that came again after a drop is judged by its new part`() throws {
        let logs = ["1 a_1_1_0 a_x\n2 a_1_1_0 a_x\n", "1 a_5_5_0 a_x\n"]
        #expect(self.repair(logs, parts: ["a_5_5_0"]).files == logs)
        let result = self.repair(logs, parts: [])
        #expect(result.files == [logs[0], ""])
        #expect(result.findings == [try self.missing("a_5_5_0", "a_x")])
    }

    @Test func `of two records of a block the one with a part stays`() throws {
        let result = self.repair(["1 a_1_1_0 a_x\n1 a_2_2_0 a_x\n"], parts: ["a_2_2_0"])
        #expect(result.files == ["1 a_2_2_0 a_x\n"])
        #expect(result.findings == [try self.missing("a_1_1_0", "a_x")])
    }

    @Test func `only the file with the record changes`() throws {
        let result = self.repair(["1 a_1_1_0 a_x\n", "1 a_2_2_0 a_y\n1 a_3_3_0 a_z\n"], parts: ["a_1_1_0", "a_2_2_0"])
        #expect(result.files == ["1 a_1_1_0 a_x\n", "1 a_2_2_0 a_y\n"])
        #expect(result.findings == [try self.missing("a_3_3_0", "a_z")])
    }

    @Test(arguments: ["1", "1 a_2_2", "1 a_2_2_0 a_", "1 a_2_2_0 a_y", "\0\0\0\0"])
    func `a torn last line goes, even when its part seems to be there`(line: String) {
        let result = self.repair(["1 a_1_1_0 a_x\n" + line], parts: ["a_1_1_0", "a_2_2_0"])
        #expect(result.files == ["1 a_1_1_0 a_x\n"])
        #expect(result.findings == [.tornLine(line.replacing(" ", with: "\t"))])
    }

    @Test(arguments: ["3 a_9_9_0 a_y", "1 a_9_9_0", "1 a_9_9_0 a_y more", "1 tmp_insert_a_9_9_0 a_y", "", "1 a_9_9_0 "])
    func `a whole line that is not understood stays and is told of`(line: String) {
        let log = "1 a_1_1_0 a_x\n\(line)\n1 a_2_2_0 a_z\n"
        let result = self.repair([log], parts: ["a_1_1_0", "a_2_2_0"])
        #expect(result.files == [log])
        #expect(result.findings == [.unknownLine(line.replacing(" ", with: "\t"))])
    }

    @Test func `bytes that are no text are kept as they are`() {
        let file = Array("1\ta_1_1_0\ta_".utf8) + [0xff, 0xfe] + Array("\n".utf8)
        #expect(DeduplicationRepair([file], parts: PartSet(fileNames: ["a_1_1_0"])).files == [file])
    }

    @Test func `empty files stay empty`() {
        #expect(self.repair(["", ""], parts: []).files == ["", ""])
        #expect(self.repair([], parts: []).files.isEmpty)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a second repair finds nothing`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var log = ""
        var parts: [String] = []
        for block in 1...200 {
            let partition = "p\(random.next(below: 4))"
            let text = "\(partition)_\(block)_\(block)_0 \(partition)_\(random.next(below: 150))"
            log += "\(random.next(below: 8) == 0 ? 2 : 1) \(text)\n"
            if random.next(below: 5) > 0 { parts.append("\(partition)_\(block)_\(block)_0") }
        }
        let first = self.repair([log, log + "1 p0_"], parts: parts)
        #expect(!first.findings.isEmpty)
        let second = self.repair(first.files, parts: parts)
        #expect(second.files == first.files)
        #expect(second.findings.isEmpty)
    }
}

/// Numbers that are the same for the same seed.
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next(below bound: UInt64) -> UInt64 {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (self.state >> 33) % bound
    }
}
