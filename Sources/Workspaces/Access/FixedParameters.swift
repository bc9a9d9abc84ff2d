// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

/// Parameters of a pipe that a token's maker has set once and for all; `none` stands for one that cannot be sent at all.
package typealias FixedParameters = [String: TemplateValue]
