-- # Row filters: the rows of others through what stands around the filtered table, or by errors that tell of them.

-- harmless: the filter stands below
SELECT * FROM events

-- harmless: the filter stands below
SELECT * FROM events FINAL

-- harmless: the filter stands below
SELECT * FROM latest FINAL WHERE org != 'acme'

-- harmless: the filter stands below
SELECT * FROM events WHERE org = 'globex' OR 1 = 1

-- harmless: a condition on no table is tried behind the filter
SELECT note FROM events PREWHERE org = 'globex'

-- harmless: a condition on no table is tried behind the filter
SELECT note FROM events PREWHERE org = 'globex' OR 1 WHERE 1 OR note = ''

-- refused: Syntax error: expected the end of the query, found `)`
SELECT note FROM events PREWHERE 1) OR (1

-- harmless: the filter stands below
SELECT note FROM events AS e PREWHERE 1 = 1 AS one WHERE one

-- refused: PREWHERE over a join is for tables, and "events" is a query here; write WHERE
SELECT events.note FROM events JOIN latest ON events.id = latest.id PREWHERE 1

-- refused: PREWHERE over a join is for tables, and "mine" is a query here; write WHERE
SELECT note FROM mine JOIN events USING id PREWHERE 1 WHERE 1

-- harmless: SAMPLE moves to the table, which has none
SELECT note FROM events SAMPLE 1 / 2

-- harmless: SAMPLE moves to the table, which has none
SELECT note FROM events AS e FINAL SAMPLE 0.5 OFFSET 0.5

-- refused: SAMPLE cannot be used with "mine", which is a query
SELECT note FROM mine SAMPLE 1 / 2

-- harmless: the filter stands below
SELECT * EXCEPT (org) FROM events

-- harmless: the filter stands below
SELECT * REPLACE ('acme' AS org) FROM events

-- harmless: the filter stands below
SELECT COLUMNS('.*') APPLY(max) FROM events

-- harmless: the filter stands below
SELECT events.* FROM events

-- harmless: a query has no virtual columns
SELECT _part, _table, _partition_id, _row_exists FROM events

-- harmless: a query has no virtual columns
SELECT note FROM events WHERE _part != ''

-- harmless: the filter stands below
SELECT count() FROM events

-- harmless: the filter stands below
SELECT min(note), max(note), groupArray(note) FROM events

-- harmless: the filter stands below
SELECT a.note FROM events AS a JOIN events AS b USING id

-- harmless: the filter stands below
SELECT b.note FROM numbers(100) AS n LEFT JOIN events AS b ON n.number = b.id

-- harmless: the filter stands below
SELECT b.note FROM events AS a RIGHT JOIN (SELECT * FROM events) AS b ON a.id = b.id

-- harmless: the filter stands below
SELECT note FROM (events CROSS JOIN numbers(1) AS n)

-- harmless: the filter stands below
SELECT count() FROM events WHERE (id, org, note) IN (SELECT id, org, note FROM events)

-- harmless: an error of the engine, for the filtered table has several columns
SELECT number FROM numbers(100) WHERE number IN events

-- harmless: the filter stands below
SELECT (SELECT groupArray(note) FROM events)

-- harmless: the filter stands below
SELECT * FROM view(SELECT note FROM events)

-- harmless: the filter stands below
WITH everything AS (SELECT * FROM events) SELECT note FROM everything WHERE org != 'acme'

-- harmless: the filter stands below
WITH RECURSIVE r AS (SELECT id, note FROM events UNION ALL SELECT id, note FROM r WHERE 0) SELECT * FROM r

-- harmless: the filter stands below
SELECT note FROM events UNION ALL SELECT note FROM latest UNION ALL SELECT note FROM mine

-- harmless: the filter stands below
SELECT note FROM latest EXCEPT SELECT 'a'

-- harmless: the filter stands below
SELECT note FROM events ORDER BY org = 'acme' LIMIT 1 WITH TIES

-- harmless: the filter stands below
SELECT note, lagInFrame(note) OVER (ORDER BY id) FROM events

-- harmless: the filter stands below
SELECT note FROM events GROUP BY note WITH TOTALS

-- harmless: the barrier keeps the condition from the rows of others
SELECT toUInt64(note) FROM events WHERE toUInt64(note) > 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM events WHERE toUInt64(substring(note, 8)) > 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM events WHERE throwIf(org != 'acme', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM events WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM events PREWHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM latest FINAL WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM mine WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM (SELECT * FROM (SELECT * FROM events)) WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT count() FROM numbers(9) AS n JOIN events AS e ON n.number = e.id AND throwIf(e.note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT org, count() FROM events GROUP BY org HAVING throwIf(org != 'acme', 'CANA' || 'RY-SEEN') = 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT id FROM events WHERE id = 2 AND intDiv(1, if(note LIKE 'CANA' || 'RY%', 0, 1)) > 0

-- harmless: the barrier keeps the condition from the rows of others
SELECT id FROM events WHERE id IN (SELECT id FROM events WHERE throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') = 0)

-- harmless: the barrier keeps the condition from the rows of others
SELECT id FROM events WHERE match('a', note) ORDER BY throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN') LIMIT 1

-- harmless: the barrier keeps the condition from the rows of others
SELECT id FROM events QUALIFY row_number() OVER (ORDER BY throwIf(note LIKE 'CANA' || 'RY%', 'CANA' || 'RY-SEEN')) > 0

-- harmless: the error says nothing of the filter
SELECT nothing FROM events

-- harmless: the error says nothing of the filter
SELECT note.1.2 FROM events

-- harmless: the error says nothing of the filter or the pipe
SELECT toUInt8(note, note) FROM mine WHERE nothing = 1

-- harmless: the error says nothing of the filter or the pipe
SELECT mine.nothing FROM mine JOIN events ON mine.id = events.nothing

-- harmless: the error says nothing of the pipe
SELECT id FROM mine ARRAY JOIN id

-- harmless: the error says nothing of the pipe
SELECT max(id), note FROM mine

-- harmless: the error says nothing of the pipe
SELECT sum(note) FROM mine

-- harmless: the error says nothing of the pipe
SELECT (SELECT * FROM mine)

-- harmless: the error says nothing of the pipe
SELECT id FROM mine UNION ALL SELECT id, note FROM events

-- harmless: the error says nothing of the pipe
SELECT 1 IN mine

-- harmless: the error says nothing of the pipe
SELECT * FROM mine FINAL

-- # Row filters themselves, as somebody would give them to a token.

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:1) OR (1 cannot be used: it is not one expression: its brackets do not match, or it has a ";"
1) OR (1

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme') UNION ALL (SELECT * FROM secret cannot be used: it is not one expression: its brackets do not match, or it has a ";"
org = 'acme') UNION ALL (SELECT * FROM secret

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme'; DROP TABLE events cannot be used: it is not one expression: its brackets do not match, or it has a ";"
org = 'acme'; DROP TABLE events

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org IN (SELECT x FROM secret) cannot be used: it has a query
org IN (SELECT x FROM secret)

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org IN secret cannot be used: it reads a table
org IN secret

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = (SELECT x FROM @other_database@.@other_table@) cannot be used: it has a query
org = (SELECT x FROM @other_database@.@other_table@)

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = file('@file@') cannot be used: the function `file` is not allowed
org = file('@file@')

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org IN (SELECT * FROM url('@url@', CSV)) cannot be used: it has a query
org IN (SELECT * FROM url('@url@', CSV))

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = {org:String} cannot be used: it has a parameter
org = {org:String}

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:tenant = 'acme' cannot be used: `tenant` is not a column of the data source
tenant = 'acme'

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:events.org = 'acme' cannot be used: `events` is not a column of the data source
events.org = 'acme'

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:latest.org = 'acme' cannot be used: `latest` is not a column of the data source
latest.org = 'acme'

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme' SETTINGS max_threads = 1 cannot be used: Syntax error: expected `)`, found `SETTINGS`
org = 'acme' SETTINGS max_threads = 1

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme' -- cannot be used: it has a comment
org = 'acme' --

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme' /* cannot be used: it is not one expression: its brackets do not match, or it has a ";"
org = 'acme' /*

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme cannot be used: it is not one expression: its brackets do not match, or it has a ";"
org = 'acme

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = dictGet('d', 'a', id) cannot be used: the function `dictGet` is not allowed
org = dictGet('d', 'a', id)

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:arrayExists((a, b) -> 1 AS equals, [1], [2]) cannot be used: `equals` is a function of the engine and must not be defined anew; choose another name
arrayExists((a, b) -> 1 AS equals, [1], [2])

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:currentUser() = org cannot be used: the function `currentUser` is not allowed
currentUser() = org

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:sleep(3) = 0 cannot be used: the function `sleep` is not allowed
sleep(3) = 0

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = 'acme' FORMAT JSON cannot be used: Syntax error: expected `)`, found `FORMAT`
org = 'acme' FORMAT JSON

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:SELECT 1 cannot be used: it has a query
SELECT 1

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:org = unheard_of(1, org) cannot be used: Unknown function `unheard_of` (UNKNOWN_FUNCTION)
org = unheard_of(1, org)

-- door: filter
-- refused: the row filter of DATASOURCES:READ:events:( cannot be used: it is not one expression: its brackets do not match, or it has a ";"
(
