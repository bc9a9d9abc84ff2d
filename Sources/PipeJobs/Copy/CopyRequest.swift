// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
package import Templates

/// A request to run a copy pipe now.
package struct CopyRequest: Sendable {
    /// Name or id.
    package var pipe: String
    package var arguments: TemplateArguments
    /// Nil for what the datafile says.
    package var mode: CopyMode?

    package init(pipe: String, arguments: TemplateArguments, mode: String? = nil) throws {
        self.pipe = pipe
        self.arguments = arguments
        self.mode = try mode.map { text in
            guard let mode = CopyMode(rawValue: text) else { throw PipeJobError.badMode(text) }
            return mode
        }
    }
}
