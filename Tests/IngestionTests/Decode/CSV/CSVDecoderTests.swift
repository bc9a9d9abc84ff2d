// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

/// How a text becomes records: section 15 of the datafiles contract, and RFC 4180.
struct CSVDecoderTests {
    private static let three = CSVText.strings("x", "y", "z")

    @Test(
        arguments: [
            ("1,2,3\n4,5,6\n", [["1", "2", "3"], ["4", "5", "6"]]),
            ("1,2,3\r\n4,5,6", [["1", "2", "3"], ["4", "5", "6"]]),
            ("1,2,3\r4,5,6\r", [["1", "2", "3"], ["4", "5", "6"]]),
            ("\u{FEFF}1,2,3\n", [["1", "2", "3"]]),
            ("\n1,2,3\n\r\n\n4,5,6\n\n", [["1", "2", "3"], ["4", "5", "6"]]),
            (",,\n,,", [["", "", ""], ["", "", ""]]),
            ("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n", [["a,b", "say \"hi\"", "two\nlines"]]),
            ("\"\",\"\"\"\",\"\"\"\"\"\"\r\n", [["", "\"", "\"\""]]),
            (" a , \"b\" ,c\"d\"\n", [[" a ", " \"b\" ", "c\"d\""]]),
            ("\"a\"b,\"c\"\"d\"e\"f,\"g\" \r\n", [["ab", "c\"de\"f", "g "]]),
            ("\"a\",\"b\",\"c\r\nd\"\r\n1,2,3", [["a", "b", "c\r\nd"], ["1", "2", "3"]]),
            ("é,ü😀,\u{0}\n", [["é", "ü😀", "\u{0}"]]),
            ("", []), ("\n", []), ("\r\n\r\n", []),
        ])
    func `records are split as the RFC says`(text: String, expected: [[String]]) throws {
        let decoded = try CSVText(text, Self.three)
        #expect(decoded.rows == expected)
        #expect(decoded.quarantined.isEmpty)
    }

    @Test(
        arguments: [
            ("1;2,5;3\n4;5,5;6\n", [["1", "2,5", "3"], ["4", "5,5", "6"]]),
            ("1\t2\t3\n", [["1", "2", "3"]]), ("1|2,|3\n", [["1", "2,", "3"]]),
            ("a;b;c,d\n\"e;\";f;g\n", [["a", "b", "c,d"], ["e;", "f", "g"]]),
            ("'a,b','it''s','c'\n'd','e','f'\n", [["a,b", "it's", "c"], ["d", "e", "f"]]),
            ("'t Hooft,b,c\n1,2,3\n", [["'t Hooft", "b", "c"], ["1", "2", "3"]]),
        ])
    func `the dialect is guessed`(text: String, expected: [[String]]) throws {
        #expect(try CSVText(text, Self.three).rows == expected)
    }

    @Test func `a column of its own keeps its commas`() throws {
        #expect(try CSVText("a;b\nc;d\n", CSVText.strings("x")).rows == [["a;b"], ["c;d"]])
    }

    @Test func `what the caller says is not guessed`() throws {
        let semicolon = try CSVOptions(dialectDelimiter: ";", escapeCharacter: "\\", newLine: "\n")
        let decoded = try CSVText("a,b;\"c\\\"d\";e\\;f\r\n", Self.three, options: semicolon)
        #expect(decoded.rows == [["a,b", "c\"d", "e;f"]])
        #expect(
            try CSVText("a b\r", CSVText.strings("x", "y"), options: try CSVOptions(dialectDelimiter: " ", newLine: "\r")).rows == [
                ["a", "b"]
            ])
    }

    @Test(
        arguments: [
            (";;", nil, nil, "dialect_delimiter must be one ASCII character that is no quote and no line break"),
            ("é", nil, nil, "dialect_delimiter must be one ASCII character that is no quote and no line break"),
            ("", nil, nil, "dialect_delimiter must be one ASCII character that is no quote and no line break"),
            (nil, "\"", nil, "dialect_escapechar must be one ASCII character that is no quote and no line break"),
            (";", ";", nil, "dialect_delimiter and dialect_escapechar must differ"),
            (nil, nil, "x", "dialect_new_line must be a line feed, a carriage return, or both"),
        ] as [(String?, String?, String?, String)])
    func `what is no dialect is refused`(delimiter: String?, escape: String?, newLine: String?, message: String) {
        let error = #expect(throws: CSVOptionsError.self) {
            try CSVOptions(dialectDelimiter: delimiter, escapeCharacter: escape, newLine: newLine)
        }
        #expect(error?.message == message)
    }

    // MARK: Header

    @Test(
        arguments: [
            ("x,y,z\n1,2,3\n", [["1", "2", "3"]]), ("Z,X,y\r\n3,1,2\n", [["1", "2", "3"]]),
            ("\"z\",\"x\",\"y\"\n3,1,2\n", [["1", "2", "3"]]), ("x,x,y,z\n0,1,2,3\n", [["1", "2", "3"]]),
            ("x,y,other\n1,2,3\n", [["x", "y", "other"], ["1", "2", "3"]]),
        ])
    func `a header is recognised by its names`(text: String, expected: [[String]]) throws {
        #expect(try CSVText(text, Self.three).rows == expected)
    }

    @Test func `a header may name columns as the analysis of its file did`() throws {
        let columns = CSVText.strings("vin__1_10_", "c_2020_census_tract")
        #expect(try CSVText("2020 Census Tract,VIN (1-10)\n5,a\n", columns).rows == [["a", "5"]])
    }

    @Test(
        arguments: [
            (true, "x,other,z\n1,2,3\n", [["1", "-", "3"]]), (false, "x,y,z\n1,2,3\n", [["x", "y", "z"], ["1", "2", "3"]]),
        ])
    func `whether there is a header can be said`(hasHeader: Bool, text: String, expected: [[String]]) throws {
        let columns: [(String, String, String?)] = [("x", "String", nil), ("y", "String", "'-'"), ("z", "String", nil)]
        #expect(try CSVText(text, columns, options: CSVOptions(hasHeader: hasHeader)).rows == expected)
    }

    @Test func `a column that the header lacks takes its default or costs the row`() throws {
        let columns: [(String, String, String?)] = [("x", "String", nil), ("y", "Nullable(Int8)", nil), ("z", "Int8", nil)]
        #expect(try CSVText("x,z\na,1\n", columns).rows == [["a", "NULL", "1"]])
        #expect(try CSVText("x,y\na,1\n", columns).quarantined.map(\.errors) == [["missing required field 'z'"]])
    }

    // MARK: Quarantine

    @Test func `lines are numbered however many a record takes`() throws {
        let decoded = try CSVText("1,\"a\nb\n\",2\n\n1,2\r\n\"c\r\nd\"\n1,2,3,4", Self.three)
        #expect(decoded.rows == [["1", "a\nb\n", "2"]])
        #expect(decoded.quarantined.map(\.line) == [5, 6, 8])
        #expect(
            decoded.quarantined.map(\.errors) == [
                ["expected 3 fields, found 2"], ["expected 3 fields, found 1"], ["expected 3 fields, found 4"],
            ])
        #expect(decoded.quarantined.map(\.columns) == [[""], [""], [""]])
        #expect(decoded.quarantined.map(\.values) == [["1,2\r", nil, nil], ["\"c\r\nd\"", nil, nil], ["1,2,3,4", nil, nil]])
    }

    @Test func `a quote that is never closed costs the lines up to its own`() throws {
        let decoded = try CSVText("1,2,3\n\"a\nb\",\"c,d\n4,5,6\n7,\"\"\"\",9\n", Self.three)
        #expect(decoded.rows == [["1", "2", "3"], ["4", "5", "6"], ["7", "\"", "9"]])
        #expect(
            decoded.quarantined == [
                QuarantinedRow(line: 2, columns: [""], errors: ["a quote is never closed"], values: ["\"a\nb\",\"c,d", nil, nil])
            ])
    }

    @Test func `a record that is not UTF-8 is quarantined`() throws {
        let decoded = try CSVText([Array("1,2,".utf8) + [0xFF] + Array("\n4,5,6".utf8)], Self.three)
        #expect(decoded.rows == [["4", "5", "6"]])
        #expect(
            decoded.quarantined == [
                QuarantinedRow(line: 1, columns: [""], errors: ["invalid UTF-8"], values: ["1,2,\u{FFFD}", nil, nil])
            ])
    }

    @Test(arguments: ["", "\""])
    func `a record above ten mebibytes is refused and passed over`(quote: String) throws {
        let long = Array("1,2,\(quote)".utf8) + Array(repeating: UInt8(ascii: "x"), count: 11 << 20) + Array("\n4,5,6\n".utf8)
        let whole = try CSVText([long], Self.three)
        #expect(whole.rows == [["4", "5", "6"]])
        #expect(whole.quarantined.map(\.errors) == [[quote.isEmpty ? "row above 10 MiB" : "a quote is never closed"]])
        #expect(whole.quarantined.first?.values.first??.utf8.count == 8 << 10)

        let chunks = stride(from: 0, to: long.count, by: 1_000_003).map { Array(long[$0..<min($0 + 1_000_003, long.count)]) }
        #expect(try CSVText(chunks, Self.three) == whole)
    }

    @Test func `a record of delimiters only is bounded`() throws {
        let decoded = try CSVText(String(repeating: ",", count: 1 << 20) + "\n1,2,3\n", Self.three)
        #expect(decoded.quarantined.map(\.errors) == [["expected 3 fields, found 1048577"]])
        #expect(decoded.rows == [["1", "2", "3"]])
    }

    // MARK: Chunks

    @Test(
        arguments: [
            "x,y,z\r\n1,\"two\r\n\"\"lines\"\"\",é\r\n\r\n4,5\r\n\"7\",8,9", "1;2;3\n4;\"5;\"\"\";6\n\"", "\u{FEFF}z,y,x\n😀,\"\",\n",
            "1,2,3\r4,5,6",
        ])
    func `chunks may end anywhere`(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try CSVText([bytes], Self.three)
        for end in 0...bytes.count {
            #expect(try CSVText([Array(bytes[..<end]), Array(bytes[end...])], Self.three) == whole, "cut at \(end)")
        }
        #expect(try CSVText(bytes.map { [$0] }, Self.three) == whole)
    }

    @Test func `rows come with the chunk that completes them once the dialect is known`() throws {
        var decoder = CSVDecoder(plan: try CSVText.plan(Self.three))
        #expect(decoder.push(Array("1;2;3\n".utf8)).rowCount == 0)
        #expect(decoder.dialect == nil)
        let many = (0..<10_000).map { "\($0);a;b\n" }.joined()
        #expect(decoder.push(Array(many.utf8)).rowCount == 10_001)
        #expect(decoder.dialect?.delimiter == UInt8(ascii: ";"))
        #expect(decoder.push(Array("\n\n4;5;6\n7".utf8)).rowCount == 1)
        #expect(decoder.emptyLineCount == 2)
        #expect(decoder.finish().quarantined.map(\.line) == [10_005])
    }
}
