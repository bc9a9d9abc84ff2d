// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
package import MartletCore

/// What the child process needs to know: where its data, its socket and its library are, and what it may use.
package struct EngineConfiguration: Sendable, Equatable {
    /// Belongs to the engine alone; holds ``storagePath`` and the lock.
    package var dataFolder: String
    /// Where the child listens. Only its user may open it.
    package var socketPath: String
    package var library: EngineLibrary.Location
    /// How many statements run at the same time.
    package var connectionCount = 4
    /// How many more may wait for their turn; one more is refused.
    package var queueLimit = 256
    /// What one statement may use, unless its caller says less or more.
    package var maxMemoryPerQuery: ByteCount = .gibibytes(4)
    /// What the whole engine may use.
    package var maxServerMemory: ByteCount = .gibibytes(8)
    /// How long a statement may run, unless its caller says otherwise.
    package var maxExecutionTime: Duration = .seconds(600)

    /// The socket lies in the data folder, or, where that path is too long for one, in a folder of the system's for temporary files.
    package init(dataFolder: String, library: EngineLibrary.Location) {
        self.dataFolder = dataFolder
        self.library = library
        let path = "\(dataFolder)/run/engine.sock"
        self.socketPath = path.utf8.count <= Self.socketPathLimit ? path : Self.temporarySocketPath(for: dataFolder)
    }

    /// The folder the engine's files are in.
    package var storagePath: String { Self.storagePath(in: self.dataFolder) }
    package static func storagePath(in dataFolder: String) -> String { "\(dataFolder)/storage" }

    /// The longest path a Unix socket may have on Linux, `sizeof(sun_path)` less the final zero.
    static let socketPathLimit = 107

    /// A short path that is always the same for one data folder.
    private static func temporarySocketPath(for dataFolder: String) -> String {
        // FNV-1a: any well-mixed 64 bits will do, they must only stay the same from one process to the next.
        let digest = dataFolder.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(FileManager.default.temporaryDirectory.path)/martlet-\(String(digest, radix: 16))/engine.sock"
    }
}
