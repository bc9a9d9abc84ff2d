// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Workspaces

struct AccessGrantTests {
    private func grant(_ scopes: String...) -> AccessGrant {
        AccessGrant(
            token: Token(
                id: "1", workspaceID: WorkspaceID("w"), name: "t", origin: .custom, scopes: scopes.compactMap { TokenScope(wire: $0) },
                createdAt: Timestamp("")))
    }

    @Test func `an administrator may do everything`() {
        let admin = self.grant("ADMIN")
        #expect(admin.mayDeploy && admin.mayManageTokens && admin.mayReadEverything)
        #expect(admin.mayAppend(to: "any") && admin.mayReadPipe("any") && admin.mayReadDataSource("any"))
    }

    @Test func `an append scope opens its own data source for writing only`() {
        let writer = self.grant("DATASOURCES:APPEND:events")
        #expect(writer.mayAppend(to: "events"))
        #expect(!writer.mayAppend(to: "orders"))
        #expect(!writer.mayReadDataSource("events"))
        #expect(writer.maySeeDataSource("events"))
    }

    @Test func `a drop scope is for its own data source, and neither creating nor appending is dropping`() {
        #expect(self.grant("DATASOURCES:DROP:events").mayDropDataSource("events"))
        #expect(!self.grant("DATASOURCES:DROP:events").mayDropDataSource("orders"))
        #expect(!self.grant("DATASOURCES:CREATE", "DATASOURCES:APPEND:events").mayDropDataSource("events"))
        #expect(self.grant("ADMIN").mayDropDataSource("events"))
    }

    @Test func `a pipe scope does not open the data sources behind the pipe`() {
        let reader = self.grant("PIPES:READ:top_pages")
        #expect(reader.mayReadPipe("top_pages"))
        #expect(!reader.mayReadPipe("top_pages_2"))
        #expect(!reader.mayReadDataSource("events"))
        #expect(!reader.mayDeploy)
    }

    @Test func `several filters of one token are alternatives`() {
        let reader = self.grant("DATASOURCES:READ:events:org = 1", "DATASOURCES:READ:events:org = 2")
        #expect(reader.rowFilter(for: "events") == "(org = 1) OR (org = 2)")
    }

    @Test func `a scope without a filter lifts the filters beside it`() {
        #expect(self.grant("DATASOURCES:READ:events:org = 1", "DATASOURCES:READ:events").rowFilter(for: "events") == nil)
    }

    @Test func `a filter holds for its own data source and not for administrators`() {
        #expect(self.grant("DATASOURCES:READ:events:org = 1").rowFilter(for: "orders") == nil)
        #expect(self.grant("ADMIN", "DATASOURCES:READ:events:org = 1").rowFilter(for: "events") == nil)
    }
}
