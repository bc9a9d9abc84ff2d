// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CADBC

/// The place a driver writes its errors to, one call after the other.
@safe
struct EngineDriverError {
    var raw = unsafe AdbcError()

    /// Throws what the driver wrote, unless `status` is success. A function that the driver lacks has no status.
    mutating func check(_ status: AdbcStatusCode?) throws(EngineException) {
        guard status != 0 else { return }
        let message = unsafe self.raw.message.map { unsafe String(cString: $0) } ?? "the driver failed without a message"
        self.release()
        throw EngineException(driverMessage: message)
    }

    /// Gives the message back to the driver.
    mutating func release() {
        unsafe self.raw.release?(&self.raw)
    }
}
