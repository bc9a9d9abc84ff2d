// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CADBC
internal import Glibc
internal import MartletCore

/// The loaded engine, with the one storage folder a process may have.
///
/// It is never unloaded: the process leaves by `_exit`, since the library's destructors do not survive running merges.
/// The driver's functions may be called from any thread; a connection only from one at a time.
@safe
final class EngineDatabase: @unchecked Sendable {
    let driver: UnsafeMutablePointer<AdbcDriver>
    let handle: UnsafeMutablePointer<AdbcDatabase>

    /// Loads the library and opens the storage in `path`.
    ///
    /// `arguments` are given to the engine as its own command line would be; a setting among them is the default of every connection.
    init(location: EngineLibrary.Location, path: String, arguments: [String: String]) throws {
        unsafe self.driver = .allocate(capacity: 1)
        unsafe self.driver.initialize(to: AdbcDriver())
        unsafe self.handle = .allocate(capacity: 1)
        unsafe self.handle.initialize(to: AdbcDatabase())

        try unsafe Self.load(location, into: self.driver)
        var error = EngineDriverError()
        try unsafe error.check(self.driver.pointee.DatabaseNew?(self.handle, &error.raw))
        for (key, value) in [("path", path)] + arguments.map({ ("chdb.\($0.key)", $0.value) }) {
            try unsafe error.check(self.driver.pointee.DatabaseSetOption?(self.handle, key, value, &error.raw))
        }
        try unsafe error.check(self.driver.pointee.DatabaseInit?(self.handle, &error.raw))
    }

    /// Closes the storage. Every connection must have been closed before.
    func close() {
        var error = EngineDriverError()
        _ = unsafe self.driver.pointee.DatabaseRelease?(self.handle, &error.raw)
        error.release()
    }

    private static func load(_ location: EngineLibrary.Location, into driver: UnsafeMutablePointer<AdbcDriver>) throws {
        guard unsafe dlopen(location.python, RTLD_NOW | RTLD_GLOBAL) != nil else { throw Self.loadError(location.python) }
        // DEEPBIND: the library brings an allocator of its own, which must not mix with the process's.
        guard let library = unsafe dlopen(location.library, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND),
            let symbol = unsafe dlsym(library, "AdbcDriverInit")
        else { throw Self.loadError(location.library) }
        let initialize = unsafe unsafeBitCast(symbol, to: AdbcDriverInitFunction.self)
        var error = EngineDriverError()
        try unsafe error.check(initialize(ADBC_VERSION_1_1_0, driver, &error.raw))
    }

    private static func loadError(_ path: String) -> RequestError {
        let reason = unsafe dlerror().map { unsafe String(cString: $0) } ?? "unknown reason"
        return RequestError(.unavailable, "the engine's library \(path) cannot be loaded: \(reason)")
    }
}
