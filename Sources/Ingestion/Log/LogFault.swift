// Part of Martlet. Apache License 2.0; see LICENSE.

/// What can be wrong with a place of the log.
package enum LogFault: String, Sendable, Hashable {
    case missingSegment = "a segment is missing"
    case foreignFile = "not a segment of this log"
    case brokenSegmentHeader = "the segment's header is broken"
    case incomplete = "the file ends within a record"
    case brokenHeader = "a record's header is broken"
    case brokenPayload = "a record's payload is broken"
    case wrongSequence = "a record is out of sequence"
    case malformed = "a record is whole but means nothing"
    case unknownShape = "how the rows are inserted is not known"
    case rowsMissing = "the batch has other rows than were sealed"
}
