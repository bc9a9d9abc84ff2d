// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a datafile was not formatted: what it means has to be known before it is written anew.
package struct InvalidDatafile: Error, Hashable, Sendable {
    /// The mistakes in the file, in the order of its lines.
    package let diagnostics: [Diagnostic]
}
