-- # SQL over an endpoint: what `q` and `pipeline` let in.

-- door: q
-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM secret

-- door: q
-- refused: a token that sees only some rows of data source "events" does not see its quarantine
SELECT * FROM events_quarantine

-- door: q
-- refused: Unknown table 'only' (UNKNOWN_TABLE)
SELECT * FROM only

-- door: q
-- refused: token is missing the scope PIPES:READ:hidden
SELECT * FROM hidden

-- door: q
-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM _, secret

-- door: q
-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM _ WHERE note IN (SELECT x FROM secret)

-- door: q
-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM @other_database@.@other_table@

-- door: q
-- refused: the table function `file` is not allowed
SELECT * FROM file('@file@')

-- door: q
-- refused: Unknown function `url` (UNKNOWN_FUNCTION)
SELECT *, url('@url@') FROM _

-- door: q
-- refused: the table function `url` is not allowed
SELECT * FROM url('@url@')

-- door: q
-- refused: only one statement is allowed; something follows the first semicolon
SELECT * FROM _; DROP TABLE events

-- door: q
-- refused: the setting `max_execution_time` must not be changed by a query
SELECT * FROM _ SETTINGS max_execution_time = 0

-- door: q
-- refused: INTO OUTFILE is not allowed
SELECT * FROM _ INTO OUTFILE '@file@'

-- door: q
-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN SELECT * FROM _

-- door: q
-- refused: DESCRIBE is not allowed here; it stands before a whole query or the name of a table, by itself
DESCRIBE _

-- door: q
-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS equals SELECT * FROM _

-- door: q
-- refused: token is missing the scope DATASOURCES:READ:secret
WITH _ AS (SELECT x FROM secret) SELECT * FROM _

-- door: q
-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM `_` JOIN system.tables ON 1 = 1

-- door: q
-- refused: the database `_` does not exist or must not be read
SELECT * FROM _.secret

-- door: q
-- refused: only SELECT and WITH statements are allowed, not %
%SELECT * FROM secret

-- door: q
-- refused: only SELECT and WITH statements are allowed, not %
%SELECT {{String(x)}} FROM _

-- door: q
-- refused: only SELECT and WITH statements are allowed, not INSERT
INSERT INTO _ SELECT 1

-- door: q
-- refused: Unknown table 'mine_endpoint' (UNKNOWN_TABLE)
SELECT * FROM mine_endpoint

-- door: q
-- harmless: the barrier keeps the condition from the pipe's other rows
SELECT count() FROM _ WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- door: q
-- harmless: the error says nothing of the pipe
SELECT nothing FROM _

-- door: q
-- harmless: a condition over a query
SELECT note FROM _ PREWHERE 1

-- door: q
-- harmless: only what the pipe yields
SELECT * FROM _ AS a JOIN _ AS b USING id FORMAT CSV

-- door: pipeline
-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM _, secret

-- door: pipeline
-- refused: Unknown table 'only' (UNKNOWN_TABLE)
SELECT * FROM only

-- door: pipeline
-- refused: `notEquals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS notEquals SELECT * FROM _

-- door: pipeline
-- refused: Syntax error: expected the end of the query, found `JOIN`
SELECT * FROM _ PREWHERE 1 JOIN secret USING id

-- door: pipeline
-- harmless: the barrier keeps the condition from the pipe's other rows
SELECT count() FROM _ WHERE throwIf(org != 'acme', 'CANA' || 'RY-SEEN') = 0

-- door: pipeline
-- harmless: names and types of what the token reads
DESCRIBE _

-- refused: Unknown table '_' (UNKNOWN_TABLE)
SELECT * FROM _

-- # Conditions of deletions, as somebody with all rights would send them.

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
1) OR (1

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
1; DROP TABLE events

-- door: condition
-- refused: Syntax error: expected `)`, found `SETTINGS`
id = 1 SETTINGS mutations_sync = 0

-- door: condition
-- refused: the database `@other_database@` does not exist or must not be read
id IN (SELECT id FROM @other_database@.@other_table@)

-- door: condition
-- refused: the function `file` is not allowed
note = file('@file@')

-- door: condition
-- refused: the table function `url` is not allowed
note IN (SELECT * FROM url('@url@', CSV))

-- door: condition
-- refused: the database `@other_database@` does not exist or must not be read
note IN @other_database@.@other_table@

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
1) FORMAT JSON

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
id = 1) SETTINGS max_threads = (1

-- door: condition
-- harmless: the comment ends with its line
1 --

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
1 /*

-- door: condition
-- refused: the condition cannot be a template, nor be used by a token that sees only some rows
%1

-- door: condition
-- refused: the condition is not one expression: its brackets do not match, or it has a ";"
'

-- door: condition
-- refused: the function `dictGet` is not allowed
dictGet('d', 'a', id) = 1

-- door: condition
-- refused: the table `system.tables` does not exist or must not be read
(SELECT 1 FROM system.tables)

-- door: condition
-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
arrayExists((a, b) -> 1 AS equals, [1], [2])

-- door: condition
-- refused: Syntax error: expected `)`, found `INTO`
id = 1 INTO OUTFILE '@file@'

-- door: condition
-- refused: the function `sleep` is not allowed
id = sleep(3)
