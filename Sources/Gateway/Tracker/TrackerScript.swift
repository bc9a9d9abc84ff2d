// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

/// The script for web pages that reports page views, clicks and submitted forms.
enum TrackerScript {
    /// What browsers get: the source without its comments and indentation, which are for people.
    static let text =
        String(decoding: PackageResources.tracker_js, as: UTF8.self)
        .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.hasPrefix("//") }
        .joined(separator: "\n")

    /// Changes with the text: its FNV-1a hash. Weak, for the text may be sent compressed.
    static let entityTag: String = {
        let hash = Self.text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "W/\"\(String(hash, radix: 16))\""
    }()
}
