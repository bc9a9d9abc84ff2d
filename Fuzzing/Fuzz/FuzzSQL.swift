// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The lexer covers every byte once; a query whose references are replaced by themselves stays as it is.
func fuzzSQL(_ text: String) {
    let tokens = SQLLexer.tokens(of: text)
    var end = 0
    for token in tokens {
        precondition(token.range.lowerBound == end, "tokens lie side by side")
        end = token.range.upperBound
    }
    guard let analysis = try? analyzeQuery(text) else { return }
    try? StatementGuard().check(analysis)
    precondition(replaceTables(in: analysis) { _ in nil } == analysis.text, "what is not replaced stays")
    for table in analysis.tables {
        precondition(table.range.upperBound <= text.utf8.count, "a reference lies within the text")
    }
}
