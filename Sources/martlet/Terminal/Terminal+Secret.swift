// Part of Martlet. Apache License 2.0; see LICENSE.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Terminal {
    /// What standard input has, without showing it where it is typed.
    ///
    /// - Parameter allLines: Whether all of it is meant, or its first line.
    static func secret(asking question: String, allLines: Bool = false) -> String {
        guard Self.canAsk else { return Self.input(allLines: allLines) }
        Terminal.error.write(question)
        var settings = termios()
        unsafe tcgetattr(STDIN_FILENO, &settings)
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
            Terminal.error.write("\n")
        }
        return Self.input(allLines: allLines)
    }

    private static func input(allLines: Bool) -> String {
        guard allLines else { return readLine() ?? "" }
        var lines: [String] = []
        while let line = readLine() { lines.append(line) }
        return lines.joined(separator: "\n")
    }
}
