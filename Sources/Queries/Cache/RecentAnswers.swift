// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// The answers that were asked for last, in bounded memory.
///
/// There are two generations. Answers come into the young one; when that is full it becomes the old one, and what was the old one
/// is forgotten. An answer of the old generation that is asked for becomes young again.
struct RecentAnswers: Sendable {
    /// Bytes of both generations together.
    let limit: Int
    private var young: [AnswerKey: Answer] = [:]
    private var old: [AnswerKey: Answer] = [:]
    private var youngSize = 0
    private var oldSize = 0

    /// Bytes that it holds.
    var size: Int { self.youngSize + self.oldSize }

    init(limit: Int) { self.limit = limit }

    mutating func answer(for key: AnswerKey) -> Answer? {
        if let answer = self.young[key] { return answer }
        guard let answer = self.old.removeValue(forKey: key) else { return nil }
        self.oldSize -= Self.size(of: answer)
        self.keep(answer, for: key)
        return answer
    }

    mutating func keep(_ answer: Answer, for key: AnswerKey) {
        let size = Self.size(of: answer)
        guard size <= self.limit / 2 else { return }
        self.forget(key)
        if self.youngSize + size > self.limit / 2 {
            self.old = self.young
            self.oldSize = self.youngSize
            self.young = [:]
            self.youngSize = 0
        }
        self.young[key] = answer
        self.youngSize += size
    }

    mutating func forget(_ key: AnswerKey) {
        if let answer = self.young.removeValue(forKey: key) { self.youngSize -= Self.size(of: answer) }
        if let answer = self.old.removeValue(forKey: key) { self.oldSize -= Self.size(of: answer) }
    }

    /// What an answer holds in memory: its bytes, and room for its key and the tables that hold both.
    private static func size(of answer: Answer) -> Int { answer.body.storageCapacity + 1024 }
}
