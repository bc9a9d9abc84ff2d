// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a rendering may know besides its arguments.
package struct RenderContext: Sendable {
    /// The time of the run, `YYYY-MM-DD HH:MM:SS` in UTC: the value of `job_timestamp` unless the request sends one.
    package var jobTimestamp: String { self.makeJobTimestamp() }
    /// Few templates ask for it.
    private let makeJobTimestamp: @Sendable () -> String
    /// The secrets that exist and that the caller may use; nil stands for any, in checks that cannot know.
    package var secretNames: Set<String>?
    /// What comes before the name of a secret where the text binds it: a name that nobody else can write binds nothing of his.
    package var secretPrefix = ""
    /// What the rendering may cost.
    package var limits: TemplateLimits

    /// A context in which, unless said otherwise, no secret exists.
    package init(
        jobTimestamp: @escaping @autoclosure @Sendable () -> String, secretNames: Set<String>? = [], limits: TemplateLimits = .standard
    ) {
        self.makeJobTimestamp = jobTimestamp
        self.secretNames = secretNames
        self.limits = limits
    }
}
