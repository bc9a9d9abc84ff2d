// Part of Martlet. Apache License 2.0; see LICENSE.

/// One SQL statement, understood as far as the HTTP protocol demands: does it answer with rows, in which format, and does data follow it.
struct Statement: Equatable {
    /// As it was sent, less what follows its last token.
    let text: [UInt8]
    let kind: Kind

    enum Kind: Equatable {
        /// Answers with rows.
        case query(FormatClause?)
        /// Takes rows in; the data begins behind ``DataInsert/dataStart`` of what was sent.
        case dataInsert(DataInsert)
        /// Writes rows that it reads itself.
        case insertSelect
        /// Answers with nothing.
        case command
        /// Answers with nothing, and changes the session, which ends with the request.
        case sessionCommand
    }

    /// `FORMAT name`, with the settings that may follow it.
    struct FormatClause: Equatable {
        let name: String
        let range: Range<Int>
        /// Where the first setting of `FORMAT name SETTINGS …` begins.
        let settingsStart: Int?
    }

    /// `INSERT INTO t (columns) FORMAT name data`, or with `VALUES`, or with `SELECT … FROM input('structure')` in between.
    struct DataInsert: Equatable {
        let format: String
        /// Where `FORMAT name` or `VALUES` begins: the statement without its data ends before.
        let headEnd: Int
        let dataStart: Int
        /// The word `input` and the parenthesis behind it.
        let inputRange: Range<Int>?
    }
}
