-- # Files of the server and the programs on it: by every function and table function that opens one.

-- refused: the function `file` is not allowed
SELECT file('@file@')

-- refused: the function `FILE` is not allowed
SELECT FILE('@file@')

-- refused: the function `file` is not allowed
SELECT `file`('@file@')

-- refused: the function `file` is not allowed
SELECT "file"('@file@')

-- refused: the function `file` is not allowed
SELECT file /* read */ ('@file@')

-- refused: the function `file` is not allowed
SELECT arrayMap(x -> file(x), ['@file@'])

-- refused: the function `file` is not allowed
SELECT arrayMap(file, ['@file@'])

-- refused: the function `file` is not allowed
SELECT arrayMap((file), ['@file@'])

-- refused: the function `file` is not allowed
SELECT * APPLY(file) FROM (SELECT '@file@' AS path)

-- refused: the function `file` is not allowed
SELECT * APPLY file FROM (SELECT '@file@' AS path)

-- refused: the function `file` is not allowed
SELECT COLUMNS('path') APPLY(p -> file(p)) FROM (SELECT '@file@' AS path)

-- refused: the function `file` is not allowed
SELECT * REPLACE (file(path) AS path) FROM (SELECT '@file@' AS path)

-- refused: the function `file` is not allowed
WITH path -> file(path) AS reading SELECT reading('@file@')

-- refused: the function `file` is not allowed
SELECT 1 ORDER BY file('@file@')

-- refused: the function `file` is not allowed
SELECT 1 LIMIT length(file('@file@'))

-- refused: the function `file` is not allowed
SELECT sum(1) FILTER (WHERE file('@file@') != '')

-- refused: the function `file` is not allowed
SELECT row_number() OVER (PARTITION BY file('@file@'))

-- refused: the function `file` is not allowed
SELECT 1 GROUP BY file('@file@') HAVING file('@file@') != ''

-- refused: the function `file` is not allowed
SELECT CASE file('@file@') WHEN '' THEN 1 ELSE 2 END

-- refused: the function `file` is not allowed
SELECT (SELECT file('@file@'))

-- refused: the function `file` is not allowed
SELECT file('@file@')::String

-- refused: Syntax error: expected the name of a parameter, found `'a'`
SELECT {'a': file('@file@')}['a']

-- refused: the function `file` is not allowed
SELECT [file('@file@')][1]

-- refused: the function `file` is not allowed
SELECT (file('@file@'), 1).1

-- refused: the function `file` is not allowed
SELECT 1 IN (file('@file@'), 'b')

-- refused: the function `file` is not allowed
SELECT NOT file('@file@') = ''

-- refused: the function `file` is not allowed
SELECT INTERVAL length(file('@file@')) DAY + today()

-- refused: the function `file` is not allowed
SELECT count() FROM events JOIN (SELECT 1 AS id) AS x ON events.id = length(file('@file@'))

-- refused: the function `file` is not allowed
SELECT tag FROM events ARRAY JOIN [file('@file@')] AS tag

-- refused: the function `file` is not allowed
SELECT number FROM numbers(length(file('@file@')))

-- refused: the table function `file` is not allowed
SELECT * FROM file('@file@', 'RawBLOB')

-- refused: the table function `file` is not allowed
SELECT * FROM file('@file@', 'LineAsString', 'line String')

-- refused: the table function `file` is not allowed
SELECT * FROM `file`('@file@')

-- refused: the table function `File` is not allowed
SELECT * FROM File('@file@', 'RawBLOB')

-- refused: the table function `fileCluster` is not allowed
SELECT * FROM fileCluster('default', '@file@', 'RawBLOB')

-- refused: the table function `filesystem` is not allowed
SELECT * FROM filesystem('@file@')

-- refused: the table function `file` is not allowed
SELECT * FROM view(SELECT * FROM file('@file@', 'RawBLOB'))

-- refused: the table function `file` is not allowed
SELECT * FROM (SELECT * FROM (SELECT * FROM file('@file@', 'RawBLOB')))

-- refused: the table function `file` is not allowed
WITH lines AS (SELECT * FROM file('@file@', 'RawBLOB')) SELECT * FROM lines

-- refused: the table function `file` is not allowed
SELECT id FROM events WHERE note IN (SELECT * FROM file('@file@', 'RawBLOB'))

-- refused: the table function `file` is not allowed
SELECT id FROM events WHERE EXISTS (SELECT * FROM file('@file@', 'RawBLOB'))

-- refused: the table function `file` is not allowed
SELECT id FROM events UNION ALL SELECT * FROM file('@file@', 'RawBLOB')

-- refused: the table function `file` is not allowed
SELECT id FROM events, file('@file@', 'RawBLOB') AS lines

-- refused: the table function `file` is not allowed
SELECT id FROM events CROSS JOIN file('@file@', 'RawBLOB') AS lines

-- refused: the table function `file` is not allowed
SELECT * FROM (events CROSS JOIN file('@file@', 'RawBLOB') AS lines)

-- refused: the table function `file` is not allowed
SELECT * FROM ((events CROSS JOIN numbers(1) AS n) CROSS JOIN file('@file@', 'RawBLOB') AS lines)

-- refused: the table function `file` is not allowed
FROM file('@file@', 'RawBLOB') SELECT *

-- refused: the table function `file` is not allowed
FROM file('@file@', 'RawBLOB')

-- refused: Syntax error: expected a table, a table function or a query in brackets, found `'/etc/passwd'`
SELECT * FROM '/etc/passwd'

-- refused: Unknown table '@file@' (UNKNOWN_TABLE)
SELECT * FROM "@file@"

-- refused: Unknown table '@file@' (UNKNOWN_TABLE)
SELECT * FROM `@file@`

-- refused: the table function `format` is not allowed
SELECT * FROM format(CSV, '1,2')

-- refused: the table function `format` is not allowed
SELECT * FROM format('Template', '1')

-- refused: the table function `input` is not allowed
SELECT * FROM input('line String')

-- refused: the table function `executable` is not allowed
SELECT * FROM executable('cat @file@', 'TabSeparated', 'line String')

-- refused: the table function `executablePool` is not allowed
SELECT * FROM executablePool('cat', 'TabSeparated', 'line String')

-- refused: the table function `sqlite` is not allowed
SELECT * FROM sqlite('@file@', 'lines')

-- refused: the table function `icebergLocal` is not allowed
SELECT * FROM icebergLocal('@file@')

-- refused: the table function `deltaLakeLocal` is not allowed
SELECT * FROM deltaLakeLocal('@file@')

-- refused: the table function `paimonLocal` is not allowed
SELECT * FROM paimonLocal('@file@')

-- refused: the table function `python` is not allowed
SELECT * FROM python('__import__("os").system("id")')

-- refused: the table function `eval` is not allowed
SELECT * FROM eval('SELECT 1')

-- harmless: it tells the engine's version
SELECT chdb('SELECT 1')

-- refused: the function `filesystemAvailable` is not allowed
SELECT filesystemAvailable(), filesystemCapacity(), filesystemUnreserved()

-- refused: the function `catboostEvaluate` is not allowed
SELECT catboostEvaluate('@file@', 1)

-- refused: the function `modelEvaluate` is not allowed
SELECT modelEvaluate('model', 1)

-- refused: the function `lemmatize` is not allowed
SELECT lemmatize('en', 'wolves'), stem('en', 'wolves'), synonyms('ext', 'wolf')

-- refused: the function `naiveBayesClassifier` is not allowed
SELECT naiveBayesClassifier('model', 'text')

-- refused: INTO OUTFILE is not allowed
SELECT 1 INTO OUTFILE '@file@'

-- refused: INTO OUTFILE is not allowed
SELECT 1 INTO OUTFILE '@file@' TRUNCATE FORMAT CSV

-- refused: INTO OUTFILE is not allowed
SELECT 1 INTO OUTFILE '@file@' APPEND COMPRESSION 'gzip' LEVEL 1 FORMAT CSV

-- refused: INTO OUTFILE is not allowed
SELECT 1 into/**/outfile '@file@'

-- refused: Syntax error: expected `)`, found `INTO`
(SELECT 1 INTO OUTFILE '@file@')

-- refused: Syntax error: expected `)`, found `INTO`
SELECT * FROM (SELECT 1 INTO OUTFILE '@file@')

-- refused: Syntax error: expected the end of the query, found `INTO`
SELECT 1 FORMAT CSV INTO OUTFILE '@file@'

-- refused: Syntax error: expected the end of the query, found `'/etc/passwd'`
SELECT 1 FROM INFILE '/etc/passwd'

-- refused: the setting `format_template_row` must not be changed by a query
SELECT 1 FORMAT Template SETTINGS format_template_row = '@file@'

-- refused: the setting `format_template_row` must not be changed by a query
SELECT formatRow('Template', 1) SETTINGS format_template_row = '@file@'

-- refused: the setting `format_schema` must not be changed by a query
SELECT formatRow('Protobuf', 1) SETTINGS format_schema = '@file@:Message'

-- refused: the setting `format_schema` must not be changed by a query
SELECT formatRow('CapnProto', 1) SETTINGS format_schema = '@file@:Message'

-- refused: the setting `format_schema_path` must not be changed by a query
SELECT 1 SETTINGS format_schema_path = '/'

-- refused: only SELECT and WITH statements are allowed, not INSERT
INSERT INTO FUNCTION file('@file@') SELECT 1

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE FUNCTION f AS () -> file('@file@')

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE TABLE lines ENGINE = File(RawBLOB, '@file@')

-- refused: only SELECT and WITH statements are allowed, not BACKUP
BACKUP TABLE events TO File('@file@')

-- refused: only SELECT and WITH statements are allowed, not RESTORE
RESTORE TABLE events FROM File('@file@')

-- refused: only SELECT and WITH statements are allowed, not ATTACH
ATTACH TABLE events FROM '@file@' (id UInt64) ENGINE = MergeTree ORDER BY id
