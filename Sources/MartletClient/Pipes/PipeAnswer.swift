// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// What an endpoint or a query has answered.
public struct PipeAnswer<Row: Decodable & Sendable>: Sendable {
    /// The rows, in their order.
    public let rows: [Row]
    /// The columns of the rows, in the order of the query.
    public let columns: [AnswerColumn]
    /// How many rows there would be without the query's `LIMIT`, at least; nil for a query without one.
    public let rowsBeforeLimit: Int?
    /// What it took to answer; nil in answers of a live stream.
    public let statistics: AnswerStatistics?
}

/// A column of an answer.
public struct AnswerColumn: Sendable, Hashable, Decodable {
    /// Its name.
    public let name: String
    /// Its ClickHouse type, for example `DateTime64(3)`.
    public let type: String
}

/// What it took to answer.
public struct AnswerStatistics: Sendable, Hashable, Decodable {
    /// Seconds.
    public let elapsed: Double
    /// Rows that were read.
    public let rowsRead: Int
    /// Bytes that were read.
    public let bytesRead: Int

    enum CodingKeys: String, CodingKey {
        case elapsed
        case rowsRead = "rows_read"
        case bytesRead = "bytes_read"
    }
}

extension PipeAnswer: Equatable where Row: Equatable {}
extension PipeAnswer: Hashable where Row: Hashable {}

extension MartletClient {
    /// Reads an answer in ClickHouse's format `JSON`.
    ///
    /// A `Date` is read from what ClickHouse writes for `Date`, `DateTime` and `DateTime64` in UTC.
    func answer<Row>(in bytes: ByteBuffer, to call: Call) throws -> PipeAnswer<Row> {
        let decoder = JSONDecoder()
        let columns = AnswerColumns()
        decoder.userInfo[AnswerColumns.key] = columns
        decoder.dateDecodingStrategy = .custom { try columns.date(from: $0) }
        return try self.decode(AnswerBody<Row>.self, from: bytes, to: call, by: decoder).answer
    }
}

/// The JSON of an answer, whose columns are read first, as the rows cannot be understood without them.
private struct AnswerBody<Row: Decodable & Sendable>: Decodable {
    let answer: PipeAnswer<Row>

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let columns = try container.decode([AnswerColumn].self, forKey: .meta)
        (decoder.userInfo[AnswerColumns.key] as? AnswerColumns)?.set(columns)
        self.answer = PipeAnswer(
            rows: try container.decode([Row].self, forKey: .data), columns: columns,
            rowsBeforeLimit: try container.decodeIfPresent(Int.self, forKey: .rowsBeforeLimit),
            statistics: try container.decodeIfPresent(AnswerStatistics.self, forKey: .statistics))
    }

    private enum Key: String, CodingKey {
        case meta, data, statistics
        case rowsBeforeLimit = "rows_before_limit_at_least"
    }
}
