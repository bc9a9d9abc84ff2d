-- # Names of WITH, aliases and lambdas: a name that means one thing to the guard and another to the engine.

-- refused: Syntax error: `v` after IN is an alias of another name; write that name
WITH secret AS v SELECT 1 IN v

-- refused: Syntax error: `v` after IN is an alias of another name; write that name
SELECT secret AS v, 'a' IN v

-- refused: Syntax error: `v` after IN is an alias of another name; write that name
SELECT 'a' IN (secret AS v), 'a' IN v

-- refused: Syntax error: `w` after IN is an alias of another name; write that name
WITH secret AS v, v AS w SELECT 1 IN w

-- refused: Syntax error: `v` after IN is an alias of another name; write that name
SELECT CAST(secret AS v, 'String'), 'a' IN v

-- refused: Syntax error: `b` is used in this WITH before it is defined; define it first
WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a

-- refused: Syntax error: `secret` is used in this WITH before it is defined; define it first
WITH a AS (SELECT 1 IN secret), secret AS (SELECT 1) SELECT * FROM a

-- refused: Syntax error: `secret` is used in this WITH before it is defined; define it first
WITH a AS (SELECT x FROM secret), secret AS (SELECT 'a' AS x) SELECT * FROM a

-- refused: Syntax error: `secret` is defined by a WITH around this one; give one of them another name
WITH secret AS (SELECT 1 AS x) SELECT * FROM (WITH secret AS (SELECT x FROM secret) SELECT * FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH a AS (SELECT x FROM secret) SELECT * FROM (WITH secret AS (SELECT 1 AS x) SELECT * FROM a)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM (WITH secret AS (SELECT 1 AS x) SELECT * FROM secret) JOIN secret USING x

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM (WITH secret AS (SELECT 1 AS x) SELECT * FROM secret) UNION ALL SELECT x FROM secret

-- harmless: the engine hands the first WITH on to the second query
(WITH secret AS (SELECT 1 AS x) SELECT * FROM secret) UNION ALL (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 AS x UNION ALL (WITH secret AS (SELECT 1 AS x) SELECT * FROM secret) UNION ALL SELECT x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH secret AS (SELECT 1 AS x) SELECT x FROM view(SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH secret AS (SELECT 1 AS x) SELECT number FROM numbers((SELECT count() FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH Secret AS (SELECT 1 AS x) SELECT * FROM secret

-- refused: Syntax error: `secret` is defined twice in the same WITH
WITH `secret` AS (SELECT 1 AS x), secret AS (SELECT 2 AS x) SELECT * FROM secret

-- refused: the database `@other_database@` does not exist or must not be read
WITH secret AS (SELECT 1 AS x) SELECT * FROM `@other_database@`.secret

-- refused: the database `@other_database@` does not exist or must not be read
WITH @other_table@ AS (SELECT 1 AS x) SELECT * FROM @other_database@.@other_table@

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH 1 AS secret SELECT x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH 'a' AS secret SELECT 'a' IN secret FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH [1] AS s SELECT 1 IN s, 2 IN (SELECT x FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
WITH RECURSIVE secret AS (SELECT x FROM secret UNION ALL SELECT x FROM secret WHERE 0) SELECT * FROM secret

-- refused: Syntax error: `b` is used in this WITH before it is defined; define it first
WITH RECURSIVE a AS (SELECT 1 AS x UNION ALL SELECT x FROM b), b AS (SELECT x FROM secret) SELECT * FROM a

-- refused: Syntax error: expected SELECT, found `ENGINE`
WITH t AS MATERIALIZED ENGINE = File(CSV, '@file@') (SELECT 1) SELECT * FROM t

-- refused: Syntax error: `t` is defined twice in the same WITH
WITH t AS (SELECT 1), t AS (SELECT x FROM secret) SELECT * FROM t

-- harmless: it is an alias
SELECT x FROM events AS secret

-- refused: the database `@other_database@` does not exist or must not be read
SELECT * FROM events AS `@other_database@`, `@other_database@`.`@other_table@`

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT y FROM events ARRAY JOIN [1] AS secret WHERE 'a' IN secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT arrayExists(secret -> 'a' IN secret, ['a'])

-- refused: Syntax error: APPLY cannot take this function
SELECT * APPLY(in) FROM events

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * APPLY(x -> x IN secret) FROM events

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS equals SELECT * FROM events

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS equals SELECT * FROM mine

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS `equals` SELECT * FROM events

-- refused: `notEquals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS "notEquals" SELECT * FROM mine

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH ((a, b) -> 1) AS equals SELECT * FROM events

-- refused: `and` is a function of the engine and must not be defined anew; choose another name
WITH x -> x AS `and` SELECT * FROM mine

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH x -> 1 AS length, (a, b) -> 1 AS equals SELECT * FROM events

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT arrayExists(((a, b) -> 1) AS equals, [1], [2]), * FROM events

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT * FROM events WHERE arrayExists((a, b) -> 1 AS equals, [1], [2])

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT * FROM events GROUP BY ALL HAVING arrayAll((a, b) -> 1 AS equals, [1], [1])

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT (SELECT count() FROM events), arrayMap((a, b) -> 1 AS equals, [1], [2])

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT * FROM events JOIN numbers(1) AS n ON arrayExists((a, b) -> 1 AS equals, [1], [2])

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
SELECT * FROM events ARRAY JOIN arrayMap((a, b) -> 1 AS equals, [1], [2]) AS z

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS equals SELECT 1 UNION ALL SELECT id FROM events

-- refused: the function `lambda` is not allowed
WITH lambda(tuple(a, b), 1) AS equals SELECT * FROM events

-- refused: the function `LAMBDA` is not allowed
WITH LAMBDA((a, b), 1) AS equals SELECT * FROM events

-- refused: the function `lambda` is not allowed
WITH `lambda`((a, b), 1) AS equals SELECT * FROM events

-- refused: Syntax error: the function `f` must not get another name
WITH (a, b) -> 1 AS f, f AS equals SELECT * FROM events

-- refused: Syntax error: the function `f` must not get another name
WITH (a, b) -> 1 AS f, (f) AS equals SELECT * FROM events

-- refused: Syntax error: the function `f` must not get another name
SELECT f AS equals, arrayMap((a, b) -> 1 AS f, [1], [2]) FROM events

-- refused: Syntax error: the function `f` must not get another name
WITH (a, b) -> 1 AS f SELECT * FROM events WHERE arrayExists(f AS equals, [1], [2])

-- refused: `equals` is a function of the engine and must not be defined anew; choose another name
WITH CAST((a, b) -> 1 AS equals, 'String') AS q SELECT * FROM events

-- refused: Syntax error: a name must not hold a backslash
WITH (a, b) -> 1 AS `equ\x61ls` SELECT * FROM events

-- refused: `in` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS in SELECT * FROM mine

-- refused: `_CAST` is a function of the engine and must not be defined anew; choose another name
WITH x -> 1 AS toDate, x -> 1 AS _CAST SELECT * FROM mine

-- refused: `__actionName` is a function of the engine and must not be defined anew; choose another name
WITH (a, b) -> 1 AS __actionName SELECT * FROM mine

-- refused: Unknown function `another_function` (UNKNOWN_FUNCTION)
WITH x -> x AS unknown_function SELECT * FROM (SELECT 1) WHERE (SELECT unknown_function(1)) AND another_function(1)

-- refused: Unknown function `g` (UNKNOWN_FUNCTION)
SELECT arrayMap(x -> x AS g, [1]), g(2)

-- refused: Unknown function `g` (UNKNOWN_FUNCTION)
SELECT * FROM (WITH x -> x AS g SELECT g(1)) WHERE g(1) = 1

-- harmless: the engine's functions keep their meaning; a name in the select list is no function
SELECT 1 AS equals, note FROM events

-- harmless: the alias of a function's name is no function
SELECT arrayMap(notEquals AS equals, [1], [2]), note FROM events

-- harmless: a function of the query's own, with a name of its own
WITH (a, b) -> a = b AS same SELECT count() FROM events WHERE same(org, 'acme')

-- harmless: the columns of the filter are looked for in its own query first
WITH 'globex' AS org SELECT note FROM events

-- harmless: the columns of the filter are looked for in its own query first
SELECT 'acme' AS org, note FROM events WHERE org = 'acme'

-- harmless: the names within a pipe are its own
WITH own AS (SELECT 'CANA' || 'RY-' AS note) SELECT note FROM mine, own LIMIT 0
