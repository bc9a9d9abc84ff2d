// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Synchronization

/// A file system in memory that does to the log what disks do, from a seed.
///
/// Must be survived without loss of anything acknowledged: a crash that keeps any part of what was not synced, sector by sector and
/// in any order, lengths and names included; writes that end half-way; a full disk; a failed sync, after which the unsynced bytes look clean and
/// are not; a failed attempt to take that back.
///
/// Must be noticed and reported, with loss of nothing else: flipped bits and cut or missing files of what had been durable.
///
/// Not made: sectors that are written in part. The log trusts the disk for that.
final class FaultyFileSystem: LogFileSystem {
    static let sectorByteCount = 32

    /// Calls that can be made to fail.
    enum Call: Hashable {
        case write
        case sync
        case truncate
    }

    fileprivate struct Content {
        var current: [UInt8] = []
        var durable: [UInt8] = []
        var unsyncedSectors: Set<Int> = []
    }

    private enum NameChange {
        case create(String, Int)
        case remove(String)
        case rename(String, String)
    }

    private struct State {
        var contents: [Content] = []
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var unsyncedNames: [NameChange] = []
        /// How many of the next calls fail.
        var failures: [Call: Int] = [:]
        var isDiskFull = false
        var random: SeededGenerator
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        self.state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    // MARK: Faults

    func fail(_ call: Call, times: Int = 1) { self.state.withLock { $0.failures[call] = times } }
    func heal() { self.state.withLock { $0.failures = [:] } }
    func setDiskFull(_ isFull: Bool) { self.state.withLock { $0.isDiskFull = isFull } }

    /// The power ends: what was not synced may be there or not. Files that are open must not be used any more.
    func crash() {
        self.state.withLock { state in
            for change in state.unsyncedNames where Bool.random(using: &state.random) { Self.apply(change, to: &state.durableNames) }
            state.names = state.durableNames
            state.unsyncedNames = []
            for index in state.contents.indices {
                state.contents[index].crash(using: &state.random)
            }
        }
    }

    /// The process ends: what was written is there.
    func kill() { self.state.withLock { $0.failures = [:] } }

    // MARK: What is on the disk

    var names: [String] { self.state.withLock { $0.names.keys.sorted() } }

    subscript(path: String) -> [UInt8] {
        get { self.state.withLock { state in state.names[path].map { state.contents[$0].current } ?? [] } }
        set {
            self.state.withLock { state in
                state.names[path] = state.contents.count
                state.durableNames[path] = state.contents.count
                state.contents.append(Content(current: newValue, durable: newValue))
            }
        }
    }

    func delete(_ path: String) {
        self.state.withLock {
            $0.names[path] = nil
            $0.durableNames[path] = nil
        }
    }

    // MARK: Names

    func makeFolder(_ folder: String) {}

    func list(_ folder: String) -> [String] {
        self.names.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    }

    func create(_ path: String) throws(LogFileError) -> any LogFile {
        try self.state.withLock { state throws(LogFileError) in
            guard state.names[path] == nil else { throw LogFileError(operation: "create", path: path, number: 17, isDiskFull: false) }
            state.contents.append(Content())
            Self.change(.create(path, state.contents.count - 1), in: &state)
        }
        return try self.open(path)
    }

    func open(_ path: String) throws(LogFileError) -> any LogFile {
        guard let index = self.state.withLock({ $0.names[path] }) else {
            throw LogFileError(operation: "open", path: path, number: 2, isDiskFull: false)
        }
        return File(system: self, index: index, path: path)
    }

    func rename(_ path: String, to newPath: String) { self.state.withLock { Self.change(.rename(path, newPath), in: &$0) } }
    func remove(_ path: String) { self.state.withLock { Self.change(.remove(path), in: &$0) } }

    func syncFolder(_ folder: String) throws(LogFileError) {
        try self.state.withLock { state throws(LogFileError) in
            try Self.failIfAsked(.sync, path: folder, in: &state)
            state.durableNames = state.names
            state.unsyncedNames = []
        }
    }

    private static func change(_ change: NameChange, in state: inout State) {
        self.apply(change, to: &state.names)
        state.unsyncedNames.append(change)
    }

    private static func apply(_ change: NameChange, to names: inout [String: Int]) {
        switch change {
        case .create(let path, let index): names[path] = index
        case .remove(let path): names[path] = nil
        case .rename(let path, let newPath):
            names[newPath] = names[path] ?? names[newPath]
            names[path] = nil
        }
    }

    private static func failIfAsked(_ call: Call, path: String, in state: inout State) throws(LogFileError) {
        guard let times = state.failures[call], times > 0 else { return }
        state.failures[call] = times - 1
        throw LogFileError(operation: "\(call)", path: path, number: 5, isDiskFull: false)
    }
}

// MARK: Files

extension FaultyFileSystem {
    private struct File: LogFile {
        let system: FaultyFileSystem
        let index: Int
        let path: String

        func byteCount() -> Int { self.system.state.withLock { $0.contents[self.index].current.count } }

        func read(_ count: Int, at offset: Int) -> [UInt8] {
            self.system.state.withLock { Array($0.contents[self.index].current.dropFirst(offset).prefix(count)) }
        }

        func write(_ bytes: [UInt8], at offset: Int) throws(LogFileError) {
            try self.system.state.withLock { state throws(LogFileError) in
                let isFull = state.isDiskFull
                do throws(LogFileError) {
                    try FaultyFileSystem.failIfAsked(.write, path: self.path, in: &state)
                    if isFull { throw LogFileError(operation: "write", path: self.path, number: 28, isDiskFull: true) }
                } catch {
                    let done = Int.random(in: 0...bytes.count, using: &state.random)
                    state.contents[self.index].write(bytes.prefix(done), at: offset)
                    throw error
                }
                state.contents[self.index].write(bytes[...], at: offset)
            }
        }

        func sync() throws(LogFileError) {
            try self.system.state.withLock { state throws(LogFileError) in
                do throws(LogFileError) {
                    try FaultyFileSystem.failIfAsked(.sync, path: self.path, in: &state)
                } catch {
                    state.contents[self.index].unsyncedSectors = []
                    throw error
                }
                state.contents[self.index].sync()
            }
        }

        func truncate(to byteCount: Int) throws(LogFileError) {
            try self.system.state.withLock { state throws(LogFileError) in
                try FaultyFileSystem.failIfAsked(.truncate, path: self.path, in: &state)
                state.contents[self.index].truncate(to: byteCount)
            }
        }
    }
}

extension FaultyFileSystem.Content {
    private static var sector: Int { FaultyFileSystem.sectorByteCount }

    mutating func write(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        guard !bytes.isEmpty else { return }
        let end = offset + bytes.count
        if self.current.count < end { self.current += Array(repeating: 0, count: end - self.current.count) }
        self.current.replaceSubrange(offset..<end, with: bytes)
        self.unsyncedSectors.formUnion(offset / Self.sector...(end - 1) / Self.sector)
    }

    mutating func truncate(to byteCount: Int) {
        self.current.removeLast(max(0, self.current.count - byteCount))
        self.unsyncedSectors.insert(byteCount / Self.sector)
    }

    mutating func sync() {
        self.durable = self.merged(byteCount: self.current.count, sectors: self.unsyncedSectors)
        self.unsyncedSectors = []
    }

    mutating func crash(using random: inout SeededGenerator) {
        let lengths = [self.durable.count, self.current.count].sorted()
        let byteCount = Int.random(in: lengths[0]...lengths[1], using: &random)
        let kept = self.unsyncedSectors.sorted().filter { _ in Bool.random(using: &random) }
        self.durable = self.merged(byteCount: byteCount, sectors: Set(kept))
        self.current = self.durable
        self.unsyncedSectors = []
    }

    /// The file with the sectors that have become durable; what was never written is zero.
    private func merged(byteCount: Int, sectors: Set<Int>) -> [UInt8] {
        var bytes = Array(self.durable.prefix(byteCount))
        bytes += Array(repeating: 0, count: byteCount - bytes.count)
        for sector in sectors {
            let start = sector * Self.sector
            let end = min(start + Self.sector, byteCount, self.current.count)
            if start < end { bytes.replaceSubrange(start..<end, with: self.current[start..<end]) }
        }
        return bytes
    }
}

/// Random numbers that can be had again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
