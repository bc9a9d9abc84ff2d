// Part of Martlet. Apache License 2.0; see LICENSE.

/// What one template may cost (templates specification, 17).
///
/// A template is written by a stranger and runs inside a request, so it is bounded by counting: the pure
/// target has no clock. The defaults are far above what any endpoint needs.
package struct TemplateLimits: Sendable, Hashable {
    /// Bytes of a node's text: more is generated SQL, which belongs into a table.
    package var templateBytes = 128 << 10
    /// How deep blocks, expressions and values may nest: bounds the recursion of parser and evaluator.
    package var nesting = 50
    /// Passes through all loops of one rendering.
    package var loopPasses = 100_000
    /// Expressions evaluated and items touched by functions in one rendering.
    package var evaluationSteps = 1_000_000
    /// Bytes of rendered SQL, and of any text a template builds on the way.
    package var outputBytes = 1 << 20
    /// Width of integers: `UInt256` squared.
    package var integerBits = 512

    /// The defaults.
    package init() {}

    /// The limits used while parsing, and while rendering unless a context says otherwise.
    package static let standard = TemplateLimits()
}
