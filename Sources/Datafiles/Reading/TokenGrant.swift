// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// A `TOKEN` directive: what the token of this name may do with the resource.
package struct TokenGrant: Hashable, Sendable {
    package enum Permission: String, Hashable, Sendable {
        case read = "READ"
        case append = "APPEND"
    }

    package let name: String
    package let permission: Permission
    package let location: SourceLocation

    /// Reads the words after `TOKEN`; what is wrong with them is added to the diagnostics.
    init?(_ directive: Directive, diagnostics: inout [Diagnostic]) {
        let arguments = directive.arguments
        guard arguments.count >= 2 else {
            diagnostics.append(
                Diagnostic(
                    .error, "TOKEN takes two params: token name and permission e.g TOKEN \"read api token\" READ", at: directive.location))
            return nil
        }
        let second = directive.location.advanced(by: arguments[1].column - directive.location.column)
        guard arguments.count == 2 else {
            diagnostics.append(
                Diagnostic(
                    .error,
                    "Invalid number of arguments for TOKEN command: \(arguments.count). Expected 2 arguments: token name and permission",
                    at: second, hint: "A name with blanks stands in quotes"))
            return nil
        }
        guard arguments[1].text.uppercased() != "CREATE" else {
            let message = "CREATE is of Classic and grants nothing here"
            diagnostics.append(Diagnostic(.warning, message, at: second, hint: "Leave the line out"))
            return nil
        }
        guard let permission = Permission(rawValue: arguments[1].text.uppercased()) else {
            diagnostics.append(
                Diagnostic(.error, "Invalid permission: \(arguments[1].text). Only READ and APPEND are supported", at: second))
            return nil
        }
        self.name = arguments[0].text.removingQuotes()
        self.permission = permission
        self.location = directive.location
    }
}
