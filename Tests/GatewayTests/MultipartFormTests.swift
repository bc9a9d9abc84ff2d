// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Gateway

struct MultipartFormTests {
    private func form(_ body: String, type: String = "multipart/form-data; boundary=XX") throws -> [String] {
        try MultipartForm(body: Array(body.utf8), contentType: type).parts.map {
            "\($0.name)|\($0.fileName ?? "-")|\(String(decoding: $0.content, as: UTF8.self))"
        }
    }

    @Test func `parts of one name keep their order and their bytes`() throws {
        let body =
            "--XX\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\"pipes/a.pipe\"\r\nContent-Type: text/plain\r\n\r\nNODE a\r\n\r\n--not\r\n"
            + "--XX\r\ncontent-disposition: form-data; name=\"data_project://\"; filename=\"b.pipe\"\r\n\r\n\r\n--XX--\r\n"
        #expect(try self.form(body) == ["data_project://|pipes/a.pipe|NODE a\r\n\r\n--not", "data_project://|b.pipe|"])
    }

    @Test func `a quoted boundary and a part without a file name are read`() throws {
        let body = "--XX\r\nContent-Disposition: form-data; name=csv\r\n\r\na,b\r\n--XX--"
        #expect(try self.form(body, type: "multipart/form-data; charset=utf-8; boundary=\"XX\"") == ["csv|-|a,b"])
    }

    @Test(arguments: [
        ("", "multipart/form-data", "Content-Type has no boundary"),
        ("x", "multipart/form-data; boundary=XX", "it does not begin with its boundary"),
        ("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "multipart/form-data; boundary=XX", "it ends within part 1"),
        ("--XX\r\nx\r\n--XX--", "multipart/form-data; boundary=XX", "part 1 has no headers"),
        ("--XX\r\n\r\nx\r\n--XX--", "multipart/form-data; boundary=XX", "part 1 has no name"),
        ("--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", "multipart/form-data; boundary=XX", "part 1 has no name"),
        ("--XX", "multipart/form-data; boundary=XX", "it ends within part 1"),
    ])
    func `a broken body is refused with the place`(body: String, type: String, reason: String) {
        #expect(throws: WireError.badMultipart(reason)) { try MultipartForm(body: Array(body.utf8), contentType: type) }
    }
}
