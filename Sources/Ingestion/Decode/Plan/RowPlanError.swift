// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why the rows of a data source cannot be read from JSON or CSV.
package struct RowPlanError: ServiceError, Hashable {
    package let message: String
    package var code: ErrorCode { .invalidRequest }

    init(_ message: String) {
        self.message = message
    }
}
