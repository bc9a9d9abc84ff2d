// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
package import MartletCore

/// Finds the engine's library, and the Python library whose symbols it was linked against.
///
/// No interpreter is ever started: the names must only resolve when the engine is loaded.
package enum EngineLibrary {
    /// The two files to load, in the order Python, engine.
    package struct Location: Sendable, Equatable {
        package var library: String
        package var python: String

        package init(library: String, python: String) {
            self.library = library
            self.python = python
        }
    }

    /// The version of the engine that this code was checked with.
    package static let version = "26.9.0"

    /// `MARTLET_CHDB_LIBRARY` and `MARTLET_PYTHON_LIBRARY` name the files; otherwise the engine is looked for where
    /// `scripts/fetch-engine` puts it, in the user's cache folder, and Python among the system's libraries.
    package static func locate(environment: [String: String]) throws(RequestError) -> Location {
        Location(library: try self.locateEngine(environment), python: try self.locatePython(environment))
    }

    private static func locateEngine(_ environment: [String: String]) throws(RequestError) -> String {
        let named = environment["MARTLET_CHDB_LIBRARY"]
        let cache = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" } ?? "/var/cache"
        let path = named ?? "\(cache)/martlet/chdb-\(self.version)/chdb/_chdb.abi3.so"
        guard FileManager.default.fileExists(atPath: path) else {
            throw RequestError(
                .unavailable,
                "the engine's library is not at \(path): run scripts/fetch-engine, or set MARTLET_CHDB_LIBRARY to chdb/_chdb.abi3.so "
                    + "of the package chdb-core \(self.version), unpacked as a whole")
        }
        return path
    }

    private static func locatePython(_ environment: [String: String]) throws(RequestError) -> String {
        if let named = environment["MARTLET_PYTHON_LIBRARY"] { return named }
        let candidates = Self.libraryFolders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasPrefix("libpython3.") && $0.contains(".so") }.map { "\(folder)/\($0)" }
        }
        // The longest name is the file itself, the shorter ones are links to it.
        guard let path = candidates.max(by: { ($0.count, $0) < ($1.count, $1) }) else {
            throw RequestError(
                .unavailable,
                "no libpython3.*.so was found: install it (Debian: libpython3.11), or set MARTLET_PYTHON_LIBRARY to such a file; "
                    + "it is only linked, no Python is run")
        }
        return path
    }

    /// Where Linux distributions keep shared libraries.
    private static let libraryFolders = [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib",
    ]
}
