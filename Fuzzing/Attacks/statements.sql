-- # More than one SELECT: other statements, several statements, plans, descriptions, formats.

-- refused: only SELECT and WITH statements are allowed, not INSERT
INSERT INTO events SELECT * FROM events

-- refused: only SELECT and WITH statements are allowed, not INSERT
INSERT INTO events (id) VALUES (1)

-- refused: only SELECT and WITH statements are allowed, not DELETE
DELETE FROM events WHERE 1

-- refused: only SELECT and WITH statements are allowed, not UPDATE
UPDATE events SET note = '' WHERE 1

-- refused: only SELECT and WITH statements are allowed, not ALTER
ALTER TABLE events DELETE WHERE 1

-- refused: only SELECT and WITH statements are allowed, not ALTER
ALTER TABLE events UPDATE note = '' WHERE 1

-- refused: only SELECT and WITH statements are allowed, not DROP
DROP TABLE events

-- refused: only SELECT and WITH statements are allowed, not DROP
DROP DATABASE @other_database@

-- refused: only SELECT and WITH statements are allowed, not TRUNCATE
TRUNCATE TABLE events

-- refused: only SELECT and WITH statements are allowed, not RENAME
RENAME TABLE events TO gone

-- refused: only SELECT and WITH statements are allowed, not EXCHANGE
EXCHANGE TABLES events AND latest

-- refused: only SELECT and WITH statements are allowed, not UNDROP
UNDROP TABLE secret

-- refused: only SELECT and WITH statements are allowed, not DETACH
DETACH TABLE events

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE TABLE copy ENGINE = MergeTree ORDER BY id AS SELECT * FROM events

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE VIEW v AS SELECT * FROM events

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE DICTIONARY d (id UInt64) PRIMARY KEY id SOURCE(HTTP(URL '@url@' FORMAT 'CSV')) LAYOUT(FLAT())

-- refused: only SELECT and WITH statements are allowed, not BEGIN
BEGIN TRANSACTION

-- refused: only SELECT and WITH statements are allowed, not EXECUTE
EXECUTE AS admin SELECT 1

-- refused: only SELECT and WITH statements are allowed, not VALUES
VALUES (1)

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1; SELECT 2

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1;;; SELECT 2

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1; DROP TABLE events

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1;
-- what follows is harmless
DROP TABLE events

-- refused: only one statement is allowed; something follows the first semicolon
SELECT * FROM events WHERE note = ''; DROP TABLE events --'

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1 FORMAT JSON; SELECT 2

-- refused: only one statement is allowed; something follows the first semicolon
SELECT 1 /* ; */ ; /* ; */ SELECT 2

-- refused: Syntax error: expected `)`, found `;`
(SELECT 1; SELECT 2)

-- refused: Syntax error: expected `)`, found `;`
SELECT (SELECT 1; SELECT 2)

-- refused: Syntax error: expected the end of the query, found `PARALLEL`
SELECT 1 PARALLEL WITH SELECT 2

-- refused: Syntax error: expected the end of the query, found `PARALLEL`
SELECT 1 PARALLEL WITH DROP TABLE events

-- refused: Syntax error: unexpected character
SELECT 1\G

-- refused: Syntax error: expected SELECT, found `DROP`
SELECT 1 UNION DROP TABLE events

-- refused: Syntax error: expected `)`, found `TABLE`
WITH x AS (DROP TABLE events) SELECT 1

-- refused: Syntax error: expected `)`, found `INTO`
WITH x AS (INSERT INTO events VALUES (1)) SELECT 1

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN AST SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN SYNTAX SELECT * FROM mine

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN SYNTAX run_query_tree_passes = 1 SELECT * FROM mine

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN QUERY TREE SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN QUERY TREE passes = 1, dump_ast = 1 SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN PLAN indexes = 1, actions = 1 SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN PIPELINE graph = 1 SELECT * FROM events

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
EXPLAIN ESTIMATE SELECT * FROM events

-- refused: Syntax error: expected SELECT, found `TABLE`
EXPLAIN TABLE OVERRIDE mysql('@host@', 'd', 't', 'u', 'p') COLUMNS (a UInt8)

-- refused: Syntax error: expected SELECT, found `CURRENT`
EXPLAIN CURRENT TRANSACTION

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
explain select 1

-- refused: EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes
/* */ EXPLAIN SELECT 1

-- refused: Syntax error: expected a query or joined tables in the brackets, found `SELECT`
SELECT * FROM (EXPLAIN SELECT * FROM events)

-- refused: Syntax error: expected a query or joined tables in the brackets, found `SELECT`
SELECT explain FROM (EXPLAIN AST SELECT 1)

-- refused: Syntax error: expected `)`, found `SELECT`
SELECT (EXPLAIN SELECT 1)

-- refused: token is missing the scope DATASOURCES:READ:secret
DESCRIBE secret

-- refused: token is missing the scope DATASOURCES:READ:secret
DESCRIBE TABLE secret

-- refused: token is missing the scope DATASOURCES:READ:secret
DESC secret

-- refused: token is missing the scope DATASOURCES:READ:secret
DESCRIBE (SELECT * FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
DESCRIBE SELECT x FROM secret

-- refused: the database `@other_database@` does not exist or must not be read
DESCRIBE @other_database@.@other_table@

-- refused: the table `system.tables` does not exist or must not be read
DESCRIBE system.tables

-- refused: the table function `file` is not allowed
DESCRIBE file('@file@', 'RawBLOB')

-- refused: the table function `url` is not allowed
DESCRIBE url('@url@', CSV)

-- refused: the table function `url` is not allowed
DESCRIBE (SELECT (SELECT count() FROM url('@url@', CSV)))

-- refused: the setting `describe_include_virtual_columns` must not be changed by a query
DESCRIBE events SETTINGS describe_include_virtual_columns = 1

-- refused: INTO OUTFILE is not allowed
DESCRIBE events INTO OUTFILE '@file@'

-- refused: only one statement is allowed; something follows the first semicolon
DESCRIBE events; DROP TABLE events

-- refused: Syntax error: expected the end of the query, found `SELECT`
DESCRIBE EXPLAIN SELECT 1

-- refused: Syntax error: expected a query or joined tables in the brackets, found `)`
SELECT * FROM (DESCRIBE events)

-- harmless: names and types of what the token reads
DESCRIBE events

-- harmless: names and types of what the token reads
DESCRIBE (SELECT id, note FROM mine) FORMAT CSV

-- refused: format "Null" is not supported, use one of JSON, CSV, CSVWithNames, TSV, TSVWithNames, PrettyCompact, JSONEachRow, Parquet, Prometheus
SELECT 1 FORMAT Null

-- refused: format "TabSeparatedRaw" is not supported, use one of JSON, CSV, CSVWithNames, TSV, TSVWithNames, PrettyCompact, JSONEachRow, Parquet, Prometheus
SELECT 1 FORMAT TabSeparatedRaw

-- refused: format "Template" is not supported, use one of JSON, CSV, CSVWithNames, TSV, TSVWithNames, PrettyCompact, JSONEachRow, Parquet, Prometheus
SELECT 1 FORMAT Template

-- refused: format "Values" is not supported, use one of JSON, CSV, CSVWithNames, TSV, TSVWithNames, PrettyCompact, JSONEachRow, Parquet, Prometheus
SELECT 1 FORMAT Values

-- refused: Syntax error: expected the end of the query, found `FORMAT`
SELECT 1 FORMAT JSON FORMAT CSV

-- refused: Syntax error: expected `)`, found `FORMAT`
SELECT * FROM (SELECT 1 FORMAT JSON)

-- refused: Syntax error: expected the name of a format, found `'JSON'`
SELECT 1 FORMAT 'JSON'

-- refused: Syntax error: expected the end of the query, found `INTO`
SELECT 1 FORMAT JSON INTO OUTFILE 'a'

-- refused: Syntax error: the query ends where the name of a format was expected
SELECT 1 FORMAT

-- refused: Syntax error: the query ends where an expression was expected
SELECT
