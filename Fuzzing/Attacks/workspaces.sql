-- # Other workspaces: their tables by their own names, and this workspace's tables past its names and row filters.

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM @other_database@.@other_table@

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM `@other_database@`.`@other_table@`

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM "@other_database@"."@other_table@"

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM `@other_database@` . "@other_table@"

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM @other_database@ /* , */ . /* . */ @other_table@

-- refused: Unknown table '@other_database@.@other_table@' (UNKNOWN_TABLE)
SELECT * FROM `@other_database@.@other_table@`

-- refused: Unknown table '@other_database@.@other_table@' (UNKNOWN_TABLE)
SELECT * FROM "@other_database@.@other_table@"

-- refused: Syntax error: a table has at most a database and a name
SELECT * FROM `@other_database@`.@other_database@.@other_table@

-- refused: Unknown table '@other_table@' (UNKNOWN_TABLE)
SELECT * FROM @other_table@

-- refused: Unknown table 'plans' (UNKNOWN_TABLE)
SELECT * FROM plans

-- refused: the database `@database@` does not exist or must not be read
SELECT * FROM @database@.@table@

-- refused: the database `@database@` does not exist or must not be read
SELECT note FROM `@database@`.`@table@`

-- refused: Unknown table '@table@' (UNKNOWN_TABLE)
SELECT note FROM @table@

-- refused: Unknown table '@database@.@table@' (UNKNOWN_TABLE)
SELECT note FROM `@database@.@table@`

-- refused: the database `default` does not exist or must not be read
SELECT note FROM default.@table@

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM secret FINAL

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM secret_quarantine

-- refused: a token that sees only some rows of data source "events" does not see its quarantine
SELECT * FROM events_quarantine

-- refused: Unknown table 'Secret' (UNKNOWN_TABLE)
SELECT * FROM Secret

-- refused: token is missing the scope PIPES:READ:hidden
SELECT * FROM hidden

-- refused: Unknown table 'only' (UNKNOWN_TABLE)
SELECT * FROM only

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 IN secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a' IN (secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a' NOT IN ((secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a' GLOBAL IN secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT in('a', secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT notIn('a', secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT nullIn('a', (secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT globalIn('a', secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a' IN (+secret)

-- refused: the database `@other_database@` does not exist or must not be read
SELECT 'a' IN @other_database@.@other_table@

-- refused: the database `@other_database@` does not exist or must not be read
SELECT in('a', @other_database@.@other_table@)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE note IN (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE (note, 1) IN (SELECT x, 1 FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE note = ANY (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE note = any(SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE EXISTS (SELECT 1 FROM secret WHERE x LIKE 'C%')

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events WHERE exists(SELECT 1 FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events JOIN secret ON 1 = 1

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events JOIN secret USING id

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events, secret

-- refused: the database `@other_database@` does not exist or must not be read
SELECT id FROM events ASOF LEFT JOIN @other_database@.@other_table@ AS o ON events.id = o.id AND events.ts >= o.ts

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events PASTE JOIN secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM (events JOIN secret ON 1 = 1)

-- refused: Syntax error: expected a query or joined tables in the brackets, found `)`
SELECT * FROM (secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM ((SELECT * FROM secret) AS s CROSS JOIN events)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events UNION ALL SELECT x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events INTERSECT SELECT x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
(SELECT id FROM events) UNION DISTINCT (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
(((SELECT x FROM secret)))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT [(SELECT x FROM secret)]

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT tuple((SELECT x FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT if(1, (SELECT x FROM secret), '')

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH (SELECT x FROM secret) AS s SELECT s

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH s AS (SELECT x FROM secret) SELECT * FROM s

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH secret AS (SELECT x FROM secret) SELECT * FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH s AS MATERIALIZED (SELECT x FROM secret) SELECT * FROM s

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH s (y) AS (SELECT x FROM secret) SELECT y FROM s

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH RECURSIVE s AS (SELECT x FROM secret UNION ALL SELECT x FROM s WHERE 0) SELECT * FROM s

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH a AS (WITH b AS (SELECT x FROM secret) SELECT * FROM b) SELECT * FROM a

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT id FROM events ARRAY JOIN (SELECT groupArray(x) FROM secret) AS y

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT arrayMap(y -> (SELECT any(x) FROM secret), [1])

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM secret AS events

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM secret events

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT events.x FROM secret AS events JOIN events AS secret ON 1 = 1

-- refused: token is missing the scope DATASOURCES:READ:secret
FROM secret SELECT x

-- refused: token is missing the scope DATASOURCES:READ:secret
FROM secret

-- refused: the table function `merge` is not allowed
SELECT * FROM merge('secret')

-- refused: the table function `merge` is not allowed
SELECT * FROM merge('@other_database@', '.*')

-- refused: the table function `merge` is not allowed
SELECT * FROM merge(REGEXP('.*'), '.*')

-- refused: the function `currentDatabase` is not allowed
SELECT * FROM Merge(currentDatabase(), '.*')

-- refused: the table function `loop` is not allowed
SELECT * FROM loop(secret)

-- refused: the table function `loop` is not allowed
SELECT * FROM loop(@other_database@, @other_table@)

-- refused: Syntax error: expected `)`, found `x`
SELECT * FROM viewIfPermitted(SELECT x FROM secret ELSE null('x String'))

-- refused: the table function `viewExplain` is not allowed
SELECT * FROM viewExplain('EXPLAIN', '', (SELECT x FROM secret))

-- refused: the table function `mergeTreeIndex` is not allowed
SELECT * FROM mergeTreeIndex(@other_database@, @other_table@)

-- refused: the table function `mergeTreeProjection` is not allowed
SELECT * FROM mergeTreeProjection(@other_database@, @other_table@, p)

-- refused: the table function `mergeTreeAnalyzeIndexes` is not allowed
SELECT * FROM mergeTreeAnalyzeIndexes(@other_database@, @other_table@)

-- refused: the table function `mergeTreeTextIndex` is not allowed
SELECT * FROM mergeTreeTextIndex(@other_database@, @other_table@, i)

-- refused: the table function `timeSeriesSelector` is not allowed
SELECT * FROM timeSeriesSelector(@other_database@, @other_table@, 'up', 0, 1)

-- refused: the table function `fuzzQuery` is not allowed
SELECT * FROM fuzzQuery('SELECT x FROM secret')

-- refused: the table function `fuzzJSON` is not allowed
SELECT * FROM fuzzJSON('{}')

-- refused: the table function `parametrised_view` is not allowed
SELECT * FROM parametrised_view(x = 1)

-- refused: Syntax error: a table function has no database
SELECT * FROM @other_database@.parametrised_view(x = 1)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM view(SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM view((SELECT x FROM secret))

-- refused: Syntax error: expected SELECT, found `secret`
SELECT * FROM view(secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM numbers((SELECT length(x) FROM secret))

-- refused: Syntax error: expected a table, a table function or a query in brackets, found `{`
SELECT * FROM {table:Identifier}

-- refused: Syntax error: expected a table, a table function or a query in brackets, found `{`
SELECT * FROM {database:Identifier}.@other_table@

-- refused: Syntax error: a parameter must not stand for a name
SELECT 1 IN {table:Identifier}

-- refused: Syntax error: a parameter must not stand for a name
SELECT {column:Identifier} FROM events

-- refused: Syntax error: expected the end of the query, found `UUID`
SELECT * FROM secret UUID '00000000-0000-0000-0000-000000000000'

-- refused: Syntax error: expected the end of the query, found `STREAM`
SELECT * FROM secret STREAM

-- refused: Syntax error: unexpected character
SELECT * FROM events |> UNION ALL (SELECT x FROM secret)

-- refused: only SELECT and WITH statements are allowed, not TABLE
TABLE secret

-- refused: the table function `TABLE` is not allowed
SELECT * FROM TABLE(secret)

-- refused: Syntax error: expected `)`, found `x`
SELECT * FROM LATERAL (SELECT x FROM secret)

-- refused: Syntax error: expected `)`, found `secret`
SELECT * FROM events e WHERE e.note IN (TABLE secret)

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM @other_database@.`.inner.view`

-- refused: Unknown table '.inner_id.00000000-0000-0000-0000-000000000000' (UNKNOWN_TABLE)
SELECT * FROM `.inner_id.00000000-0000-0000-0000-000000000000`
