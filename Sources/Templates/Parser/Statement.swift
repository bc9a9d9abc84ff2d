// Part of Martlet. Apache License 2.0; see LICENSE.

/// A statement of a template: text to copy, an expression to insert, or what a tag says.
indirect enum Statement: Sendable {
    case text(String)
    /// `{{ expression }}`; `source` is its text.
    case output(Expression, source: String)
    case conditional([Branch], otherwise: Block?)
    case loop(Expression.Target, in: Expression, body: Block, otherwise: Block?)
    case repeatLoop(condition: Expression, body: Block, otherwise: Block?)
    case attempt(Block, handlers: [Handler], otherwise: Block?, finally: Block?)
    case assignment([Expression.Target], Expression)
    /// `x += e` and its like.
    case update(Expression.Target, BinaryOperator, Expression)
    case evaluation(Expression)
    case breakLoop
    case continueLoop

    /// Statements with the lines their tags begin on.
    typealias Block = [Located]

    struct Located: Sendable {
        let statement: Statement
        let line: Int
    }

    /// `if` or `elif`.
    struct Branch: Sendable {
        let condition: Expression
        let line: Int
        let body: Block
    }

    /// `except`; without types it takes every failure.
    struct Handler: Sendable {
        let types: [String]?
        let name: String?
        let line: Int
        let body: Block
    }
}
