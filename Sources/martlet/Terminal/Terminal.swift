// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// One of the program's two outputs.
struct Terminal {
    enum Stream { case standardOutput, standardError }

    static let output = Terminal(stream: .standardOutput)
    static let error = Terminal(stream: .standardError)

    let stream: Stream

    private var descriptor: Int32 { self.stream == .standardOutput ? STDOUT_FILENO : STDERR_FILENO }

    /// Whether a person looks at it, rather than a file or another program.
    var isInteractive: Bool { isatty(self.descriptor) == 1 }

    /// Whether there is somebody to ask.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 }

    /// The columns of a line: what `COLUMNS` says, else the terminal; 80 where there is none.
    var width: Int {
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns > 0 { return columns }
        var size = winsize()
        guard self.isInteractive, unsafe ioctl(self.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func write(_ text: String) {
        (self.stream == .standardOutput ? FileHandle.standardOutput : FileHandle.standardError).write(Data(text.utf8))
    }
}

/// Colours for a terminal; plain text for anything else, and where `NO_COLOR` is set.
struct TextStyle {
    let isColored: Bool

    init(isColored: Bool) { self.isColored = isColored }

    init(of stream: Terminal.Stream) {
        let refusesColor = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        self.init(isColored: !refusesColor && Terminal(stream: stream).isInteractive)
    }

    func bold(_ text: String) -> String { self.paint(text, "1") }
    func red(_ text: String) -> String { self.paint(text, "31") }
    func green(_ text: String) -> String { self.paint(text, "32") }
    func yellow(_ text: String) -> String { self.paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String { self.isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
