// Part of Martlet. Apache License 2.0; see LICENSE.

// usage: fuzz TARGET [options of the compiler's fuzzer] [CORPUS]
//
// Each target takes bytes as a stranger could send them. It must neither trap nor hang nor take unbounded memory, and what
// it checks beyond that stands with it.

internal import CFuzzer
internal import Glibc

let targets: [String: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt] = unsafe [
    "csv": { data, size in
        unsafe FuzzRows.csv(bytes(data, size))
        return 0
    },
    "datafiles": { data, size in
        unsafe fuzzDatafiles(text(data, size))
        return 0
    },
    "json": { data, size in
        unsafe FuzzRows.json(bytes(data, size))
        return 0
    },
    "ndjson": { data, size in
        unsafe FuzzRows.ndjson(bytes(data, size))
        return 0
    },
    "sql": { data, size in
        unsafe fuzzSQL(text(data, size))
        return 0
    },
    "templates": { data, size in
        unsafe fuzzTemplates(text(data, size))
        return 0
    },
]

/// What the fuzzer made.
func bytes(_ data: UnsafePointer<UInt8>?, _ size: Int) -> [UInt8] {
    unsafe [UInt8](UnsafeBufferPointer(start: data, count: size))
}

/// What the fuzzer made, as text: bytes that are no UTF-8 are mended, as at every door.
func text(_ data: UnsafePointer<UInt8>?, _ size: Int) -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
}

guard CommandLine.argc > 1, let target = unsafe targets[CommandLine.arguments[1]] else {
    let names = unsafe targets.keys.sorted().joined(separator: " | ")
    print("usage: fuzz \(names) [options] [corpus]")
    exit(2)
}
// The target's name stands where the fuzzer looks for the program's.
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv + 1
exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, target))
