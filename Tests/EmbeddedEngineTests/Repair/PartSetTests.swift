// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct PartSetTests {
    @Test(
        arguments: [
            ("all_1_1_0", "all", 1...1), ("202401_3_17_2", "202401", 3...17), ("all_1_8_2_9", "all", 1...8),
            ("202401-bot_5_5_0", "202401-bot", 5...5),
            ("8aafd89814d1c89f4e585f83d53216a6_13_13_0", "8aafd89814d1c89f4e585f83d53216a6", 13...13),
            ("-5_1_2_1", "-5", 1...2), ("patch-0b5d-all_7_7_0", "patch-0b5d-all", 7...7), ("all_0_9_999999999", "all", 0...9),
        ] as [(String, String, ClosedRange<Int64>)])
    func `a part's name has a partition and a range of blocks`(name: String, partition: String, blocks: ClosedRange<Int64>) throws {
        let part = try #require(PartName(name))
        #expect(part.partition == partition)
        #expect(part.blocks == blocks)
        #expect(part.description == name)
    }

    @Test(arguments: [
        "", "detached", "deduplication_logs", "format_version.txt", "mutation_9.txt", "tmp_insert_all_1_1_0", "delete_tmp_all_1_1_0",
        "tmp_merge_202401_1_5_1", "broken-on-start_all_1_1_0", "all_1_1", "all_2_1_0", "_1_1_0", "all_1_1_0_2_3", "all_1_1_x", "a_b_1_1_0",
        "all_1_99999999999999999999_0", "all_1_1_0 ", "all_ 1_1_0",
    ])
    func `other names are no part's`(name: String) {
        #expect(PartName(name) == nil)
    }

    private static let folder = [
        "202401_1_8_2", "202401_1_8_2_12", "202401_3_3_0", "202401_15_15_0", "202401_11_11_0_12", "202402_2_2_0", "tmp_insert_202402_4_4_0",
        "detached", "all_9_20_3",
    ]

    @Test(arguments: [
        "202401_1_1_0", "202401_3_3_0", "202401_8_8_0", "202401_5_6_1", "202401_15_15_0", "202401_11_11_0", "202402_2_2_0", "all_9_9_0",
        "all_20_20_0",
    ])
    func `a part is held under its name, mutated, or merged`(name: String) throws {
        #expect(PartSet(fileNames: Self.folder).hold(try #require(PartName(name))))
    }

    @Test(arguments: [
        "202401_9_9_0", "202401_14_14_0", "202401_16_16_0", "202401_8_9_0", "202402_1_1_0", "202402_4_4_0", "202403_1_1_0", "all_8_8_0",
        "all_21_21_0", "2024_3_3_0",
    ])
    func `a part is missing that no range of its partition includes`(name: String) throws {
        #expect(!PartSet(fileNames: Self.folder).hold(try #require(PartName(name))))
    }
}
