-- # Spelling: what a careless reader takes for text, a comment, a number or one name, and the engine does not.

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 -- \
FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 -- '
FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 # FROM numbers(1)
FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 #! FROM numbers(1)
FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 // FROM numbers(1)
FROM secret

-- refused: Syntax error: unexpected character
SELECT 1 #FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 /* /* */ FROM numbers(1) */ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 /* /* /* */ */ */ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 /*' */ FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 /* -- */ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 -- /*
FROM secret -- */

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 /*! FROM secret */ FROM secret

-- refused: Syntax error: comment is not closed
SELECT 1 /* FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT '/*' FROM secret -- */'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a''b' FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a\'' FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a\\' FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a\\\'' FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT "a""b" FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT "a\"b" FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT `a``b` FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT `a\`b` FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT `a'b` FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT '"' FROM secret --"'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT ‘'’ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT ‘a’ FROM secret --’

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT * FROM “secret”

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT “a"b” FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT $$'$$ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT $a$ $b$ ' $a$ FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT $a$ $A$ FROM numbers(1) $a$ FROM secret

-- refused: Syntax error: unexpected character
SELECT $é$'$é$ FROM secret

-- refused: Syntax error: unexpected character
SELECT $1 FROM secret

-- refused: Syntax error: string literal is not closed
SELECT $$ FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x'27' FROM secret --'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x'2' FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT b'01' FROM secret

-- refused: Syntax error: string literal is not closed
SELECT X'zz' FROM secret

-- refused: Syntax error: expected the end of the query, found `'\''`
SELECT e'\'' FROM secret --'

-- refused: Syntax error: expected the end of the query, found `'\''`
SELECT E'\'' FROM secret --'

-- refused: Syntax error: expected the end of the query, found `'a'`
SELECT N'a' FROM secret

-- refused: Syntax error: expected the end of the query, found `'a\' FROM secret --'`
SELECT r'a\' FROM secret --'

-- harmless: a name may begin with digits; what follows is its alias
SELECT 1from secret

-- harmless: a name may begin with digits; what follows is its alias
SELECT 1FROM secret

-- refused: Syntax error: malformed number
SELECT 1.from secret

-- refused: Syntax error: malformed number
SELECT 1.5from secret

-- refused: Syntax error: expected an expression, found `.`
SELECT .5from secret

-- harmless: a name may begin with digits; what follows is its alias
SELECT 0x1from secret

-- harmless: a name may begin with digits; what follows is its alias
SELECT 1e5from secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1e from secret

-- harmless: a name may begin with digits; what follows is its alias
SELECT 0b1from secret

-- harmless: a name may begin with digits; what follows is its alias
SELECT 1_000from secret

-- refused: Syntax error: malformed number
SELECT 1.FROM(secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 FROM`secret`

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 FROM"secret"

-- harmless: a name may begin with digits; what follows is its alias
SELECT 1FROM`secret`WHERE`x`IN('a')

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT*FROM/**/secret

-- refused: Syntax error: expected a query or joined tables in the brackets, found `)`
SELECT*FROM(secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SeLeCt x FrOm secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x	FROM	secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x
FROM
secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM　secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM​secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM secret;

-- refused: token is missing the scope DATASOURCES:READ:secret
﻿SELECT x FROM secret

-- refused: Syntax error: unexpected character
SELECT х FROM secret

-- refused: Syntax error: unexpected character
SELECT x FROM ѕecret

-- refused: Unknown table 'ѕecret' (UNKNOWN_TABLE)
SELECT x FROM `ѕecret`

-- refused: Syntax error: unexpected character
SELECT x FROM sécret

-- refused: Syntax error: unexpected character
SELECT x FROM se\cret

-- refused: Syntax error: a name must not hold a backslash
SELECT x FROM "\x73ecret"

-- refused: Syntax error: a name must not hold a backslash
SELECT x FROM `s\u0065cret`

-- refused: Syntax error: a name must not hold a backslash
SELECT x FROM "secret\0"

-- refused: Syntax error: unexpected character
SELECT x FROM secret\0

-- refused: Syntax error: expected a table, a table function or a query in brackets, found `'secret'`
SELECT x FROM 'secret'

-- refused: Syntax error: expected a table, a table function or a query in brackets, found `'secret'`
SELECT x FROM (('secret'))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x FROM secret AS `a``; DROP TABLE events`

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT x AS "a"" FROM numbers(1)" FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 − 1 FROM secret

-- refused: Syntax error: unexpected character
SELECT 1 – 1 FROM secret

-- refused: Syntax error: unexpected character
SELECT 1 ‐‐ FROM numbers(1)
FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 AS from, x FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT from FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 AS `from` FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT select FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT a FROM secret AS final

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT a FROM secret AS `final` FINAL

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1, FROM secret

-- refused: Syntax error: expected the end of the query, found `FROM`
SELECT 1 WHERE from FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT interval FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT interval 1 day FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT case FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT CASE WHEN 1 THEN 2 END FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT date '2020-01-01' FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT date FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT array FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT EXTRACT(DAY FROM today()) FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT EXTRACT(day FROM (SELECT max(ts) FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT substring('abc' FROM 2 FOR 1) FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT substring('abc' FROM (SELECT 1 FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT trim(BOTH 'x' FROM (SELECT x FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT position((SELECT x FROM secret) IN 'abc')

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT position('a' IN (SELECT x FROM secret))

-- harmless: it is a column
SELECT position('a' IN secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT overlay('a' PLACING (SELECT x FROM secret) FROM 1)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT CAST((SELECT x FROM secret) AS String)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT CAST((SELECT x FROM secret), 'String')

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT (SELECT x FROM secret)::String

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT DATE_ADD(DAY, (SELECT 1 FROM secret), today())

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 BETWEEN 0 AND (SELECT 1 FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 IS NOT DISTINCT FROM (SELECT 1 FROM secret)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 'a' LIKE (SELECT x FROM secret) ESCAPE '!'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT 1 ? (SELECT x FROM secret) : 'b'

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT [1, 2][(SELECT 1 FROM secret)]

-- refused: Syntax error: expected the name of an element, found `(`
SELECT t.(SELECT x FROM secret) FROM events AS t

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT count(DISTINCT (SELECT x FROM secret))

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT quantile((SELECT 0.5 FROM secret))(1)

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT arrayJoin([(SELECT x FROM secret)])

-- refused: token is missing the scope DATASOURCES:READ:secret
SELECT ((((((((((((((((((((SELECT x FROM secret))))))))))))))))))))
