// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Ingestion
internal import Workspaces

/// Quarantines as the API shows them.
enum QuarantineObject {
    static func summary(_ summary: QuarantineSummary) -> JSONObject {
        .object([
            ("datasource", .text(summary.dataSource)), ("rows", .integer(summary.rowCount)),
            ("replaying_rows", .integer(summary.replayingCount)), ("newest", .text(optional: summary.newest)),
            (
                "reasons",
                .list(
                    summary.reasons.map {
                        .object([("column", .text($0.column)), ("reason", .text($0.reason)), ("rows", .integer($0.rows))])
                    })
            ),
        ])
    }

    static func row(_ row: StoredQuarantineRow) -> JSONObject {
        .object([
            ("insertion_date", .text(row.insertionDate)), ("import_id", .text(optional: row.importID)),
            ("errors", .list(row.faults.map { .object([("column", .text($0.column)), ("error", .text($0.error))]) })),
            ("values", .object(row.values.map { ($0.column, .text(optional: $0.text)) })),
        ])
    }

    static func replay(_ replay: QuarantineReplay, of dataSource: DataSource) -> JSONObject {
        .object([
            ("id", .text(replay.id)), ("datasource", .text(dataSource.name)), ("import_id", .text(optional: replay.importID)),
            ("state", .text(replay.state == .done ? "done" : "running")), ("started_at", .text(replay.startedAt.text)),
            ("rows", .integer(replay.rowCount)), ("stored_rows", .integer(replay.storedCount)),
            ("quarantined_rows", .integer(replay.quarantinedCount)), ("problem", .text(optional: replay.problem)),
        ])
    }
}
