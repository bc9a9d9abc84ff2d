// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Datafiles

@Suite struct PipeEditTests {
    private static let text = """
        # Kept.

        TOKEN "reader" READ
        NODE first
        DESCRIPTION What comes in
        SQL >
            SELECT 1 AS a

        NODE second
        SQL >
            %
            SELECT a FROM first WHERE a > {{Int32(least, 0)}}
        TYPE endpoint
        CACHE 5
        """

    private func edited(_ text: String = Self.text, _ edit: (inout PipeEdit) throws -> Void) throws -> String {
        var pipe = PipeEdit(text)
        try edit(&pipe)
        return try pipe.file(at: "pipes/p.pipe").text
    }

    @Test func `a new pipe is written in the canonical form`() throws {
        let text = try self.edited("") { pipe in
            try pipe.set("DESCRIPTION", to: "The best\nof all")
            try pipe.add(node: "a", sql: "%\n  SELECT 1 AS x\n    WHERE 1", description: "first")
            try pipe.add(node: "b", sql: "SELECT x FROM a")
            try pipe.setKind(of: "b", to: .materialized, ["DATASOURCE": "t", "ENGINE": "MergeTree", "ENGINE_SORTING_KEY": "x,y"])
        }
        #expect(
            text == """
                DESCRIPTION >
                    The best
                    of all

                NODE a
                DESCRIPTION >
                    first

                SQL >
                    %
                    SELECT 1 AS x
                      WHERE 1

                NODE b
                SQL >
                    SELECT x FROM a

                TYPE MATERIALIZED
                DATASOURCE t
                ENGINE MergeTree
                ENGINE_SORTING_KEY x, y

                """)
    }

    @Test func `nodes are changed, published, added and removed, and the rest stays`() throws {
        let text = try self.edited { pipe in
            #expect(pipe.nodeNames == ["first", "second"])
            try pipe.set("SQL", to: "SELECT 2 AS a", ofNode: "first")
            try pipe.set("DESCRIPTION", to: "", ofNode: "first")
            try pipe.setKind(of: "first", to: .endpoint)
            try pipe.add(node: "third", sql: "SELECT 3")
            pipe.remove(node: "second")
        }
        #expect(
            text == """
                # Kept.

                TOKEN "reader" READ

                NODE first
                SQL >
                    SELECT 2 AS a

                TYPE ENDPOINT

                NODE third
                SQL >
                    SELECT 3

                """)
    }

    @Test func `a text cannot become a directive`() throws {
        let text = try self.edited("") { pipe in
            try pipe.add(node: "a", sql: "SELECT 1\nTYPE endpoint\nTOKEN x READ", description: "d\nNODE b")
        }
        #expect(PipeEdit(text).nodeNames == ["a"])
        #expect(Project.parse([ProjectFile(path: "a.pipe", text: text)]).project.pipes.first?.kind == .plain)
    }

    @Test(arguments: [("a b", "SELECT 1"), ("a", ""), ("1a", "SELECT 1")])
    func `what is no node is refused`(name: String, sql: String) {
        #expect(throws: InvalidFile.self) { try self.edited { try $0.add(node: name, sql: sql) } }
    }

    @Test func `a pipe without nodes is refused`() {
        #expect(throws: InvalidFile.self) { try self.edited { $0.removeNodes() } }
    }

    @Test(arguments: [("SELECT 1", false), ("NODE a\nSQL >\n    SELECT 1", true), ("%\nSELECT {{x}}", false)])
    func `datafiles are told from SQL`(text: String, isDatafile: Bool) {
        #expect(PipeEdit.isDatafile(text) == isDatafile)
    }
}
