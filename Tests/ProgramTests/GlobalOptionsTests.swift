// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import martlet

struct GlobalOptionsTests {
    @Test(arguments: [
        ("--token T --host H datasource ls", "datasource ls --token T --host H"),
        ("--token=T --cloud deploy --check", "deploy --check --token=T --cloud"),
        ("--no-version-warning endpoint stats --format json", "endpoint stats --format json"),
        ("--output json endpoint data top -- --x", "endpoint data top --output json -- --x"),
        ("--version", "--version"), ("--help", "--help"), ("deploy --token T", "deploy --token T"), ("--token", "--token"), ("", ""),
        ("--unknown x deploy", "--unknown x deploy"),
    ])
    func `options in front of the command go behind it`(given: String, parsed: String) {
        let words = { (text: String) in text.split(separator: " ").map(String.init) }
        #expect(GlobalOptions.behindCommand(words(given)) == words(parsed))
    }

    @Test(arguments: [("/usr/local/bin/tb", "tb"), ("tb", "tb"), ("martlet", "martlet"), ("./tbx", "martlet"), ("", "martlet")])
    func `the program is called as it was started`(path: String, name: String) { #expect(ProgramName.name(ofPath: path) == name) }

    @Test func `the version is a number, or what scripts expect of tb`() {
        #expect(ProgramName.version(as: "martlet") == "0.1.0")
        #expect(ProgramName.version(as: "tb") == "tb, version 0.1.0 (rev martlet)")
    }
}
