// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import Gateway

@Suite struct BodyBudgetTests {
    private let pool = BodyBudget.Pool(limit: .kibibytes(1))

    @Test func `what does not fit is refused and costs the others nothing`() throws {
        let first = BodyBudget.Share(pool: self.pool)
        let second = BodyBudget.Share(pool: self.pool)
        try first.take(1000)
        let error = #expect(throws: RequestError.self) { try second.take(25) }
        #expect(error?.code == .overloaded)
        #expect(error?.retryAfterSeconds == 1)
        try second.take(24)
    }

    @Test func `an answered request gives back what it had, once`() throws {
        let first = BodyBudget.Share(pool: self.pool)
        try first.take(600)
        try first.take(424)
        first.giveBack()
        first.giveBack()
        let second = BodyBudget.Share(pool: self.pool)
        try second.take(1024)
        #expect(throws: RequestError.self) { try second.take(1) }
    }
}
