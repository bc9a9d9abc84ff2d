-- # Templates: values of a request that would become SQL, through each kind of parameter.

-- door: parameter text
-- harmless: it stays one value
' OR 1 = 1 --

-- door: parameter text
-- harmless: it stays one value
\' OR 1 = 1 --

-- door: parameter text
-- harmless: it stays one value
\

-- door: parameter text
-- harmless: it stays one value
'; DROP TABLE events; --

-- door: parameter text
-- harmless: it stays one value
') UNION ALL SELECT note FROM events WHERE ('' = '

-- door: parameter text
-- harmless: it stays one value
$$ OR 1 = 1 $$

-- door: parameter text
-- harmless: it stays one value
’ OR 1 = 1 --

-- door: parameter text
-- harmless: it stays one value
*/ OR 1 = 1 /*

-- door: parameter text
-- harmless: it stays one value
{{String(other)}}

-- door: parameter text
-- harmless: it stays one value
{% raw %}

-- door: parameter text
-- harmless: it stays one value
{text:String}

-- door: parameter number
-- refused: Template Syntax Error: Error validating '1 OR 1 = 1' to type Int32
1 OR 1 = 1

-- door: parameter number
-- harmless: it stays one value
-1

-- door: parameter number
-- refused: Template Syntax Error: Error validating '1e400' to type Int32
1e400

-- door: parameter number
-- refused: Template Syntax Error: Error validating '0x10' to type Int32
0x10

-- door: parameter number
-- refused: Template Syntax Error: Error validating '1; DROP TABLE events' to type Int32
1; DROP TABLE events

-- door: parameter number
-- refused: Template Syntax Error: Error validating '(SELECT 1)' to type Int32
(SELECT 1)

-- door: parameter number
-- refused: Template Syntax Error: Error validating '99999999999999999999999999' to type Int32
99999999999999999999999999

-- door: parameter ratio
-- refused: Template Syntax Error: Error validating '1) OR (1' to type Float64
1) OR (1

-- door: parameter ratio
-- harmless: it stays one value
nan

-- door: parameter ratio
-- harmless: it stays one value
inf

-- door: parameter ratio
-- refused: Template Syntax Error: Error validating '1.5.5' to type Float64
1.5.5

-- door: parameter flag
-- harmless: it stays one value
1 OR 1

-- door: parameter until
-- harmless: it stays one value
2020-01-01 00:00:00' OR 1 = 1 --

-- door: parameter until
-- refused: Template Syntax Error: Error validating 'now()' to type DateTime
now()

-- door: parameter day
-- refused: Template Syntax Error: Error validating '2020-01-01'' to type Date
2020-01-01'

-- door: parameter day
-- refused: Template Syntax Error: Error validating 'today()' to type Date
today()

-- door: parameter list
-- harmless: it stays one value
a') OR 1 = 1 --

-- door: parameter list
-- harmless: it stays one value
a,b\

-- door: parameter list
-- harmless: it stays one value
(SELECT note FROM events)

-- door: parameter numbers
-- refused: Template Syntax Error: Error validating [1,2) OR (1][1] (2) OR (1) to type Int32
1,2) OR (1

-- door: parameter numbers
-- refused: Template Syntax Error: Error validating [1,(SELECT 1)][1] ((SELECT 1)) to type Int32
1,(SELECT 1)

-- door: parameter pattern
-- harmless: it stays one value
%' OR note LIKE '%

-- door: parameter also
-- harmless: it stays one value
a,') OR 1 = 1 --

-- door: parameter doc
-- harmless: it stays one value
{"a": "') OR 1 = 1 --"}

-- door: parameter doc
-- refused: Template Syntax Error: Error parsing JSON: '{"a"' - Expecting ':' delimiter: line 1 column 5 (char 4)
{"a"

-- door: parameter col
-- refused: Syntax error: a name must not hold a backslash
note, file('@file@')

-- door: parameter col
-- refused: Syntax error: a name must not hold a backslash
`note` FROM secret --

-- door: parameter col
-- refused: Syntax error: a name must not hold a backslash
note` FROM secret --

-- door: parameter col
-- refused: Syntax error: a name must not hold a backslash
file('@file@')

-- door: parameter col
-- harmless: it stays one name
*

-- door: parameter col
-- harmless: it stays one name
(SELECT x FROM secret)

-- door: parameter sym
-- harmless: it stays one name
note FROM secret --

-- door: parameter sym
-- refused: Syntax error: a name must not hold a backslash
a`b

-- door: parameter sym
-- refused: Syntax error: a name must not hold a backslash
a\`b

-- door: parameter cols
-- harmless: it stays one name
id, (SELECT x FROM secret)

-- door: parameter cols
-- harmless: it stays one name
file('@file@')

-- door: parameter tbl
-- refused: the database `@other_database@` does not exist or must not be read
@other_database@.@other_table@

-- door: parameter tbl
-- refused: Template Syntax Error: '`@other_database@`.`@other_table@`' is not a name table() takes: use letters, digits and _, optionally after a workspace and a dot
`@other_database@`.`@other_table@`

-- door: parameter tbl
-- refused: the database `@database@` does not exist or must not be read
@database@.@table@

-- door: parameter tbl
-- refused: the table `system.tables` does not exist or must not be read
system.tables

-- door: parameter tbl
-- refused: Template Syntax Error: 'file('@file@')' is not a name table() takes: use letters, digits and _, optionally after a workspace and a dot
file('@file@')

-- door: parameter tbl
-- refused: Template Syntax Error: '(SELECT * FROM secret)' is not a name table() takes: use letters, digits and _, optionally after a workspace and a dot
(SELECT * FROM secret)

-- door: parameter tbl
-- refused: Template Syntax Error: 'events) --' is not a name table() takes: use letters, digits and _, optionally after a workspace and a dot
events) --

-- door: parameter tbl
-- refused: Template Syntax Error: 'events AS e, secret' is not a name table() takes: use letters, digits and _, optionally after a workspace and a dot
events AS e, secret

-- # Templates that a caller writes himself.

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT {{String(x, "' OR 1=1 --")}} FROM secret

-- refused: the value of {{ }} in line 1 of the SQL that node "query" renders to would not stay a value: it stands inside quotes or a comment, or behind a minus sign
%SELECT '{{String(x, "' FROM secret --")}}'

-- refused: the value of {{ }} in line 1 of the SQL that node "query" renders to would not stay a value: it stands inside quotes or a comment, or behind a minus sign
%SELECT 1 /* {{String(x, '*/ FROM secret --')}} */

-- harmless: the default is the writer's own
%SELECT 1 -{{Int32(x, -1)}} FROM events

-- harmless: the end of the line is escaped
%SELECT 1 -- {{String(x, 'a\nFROM secret')}}

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT * FROM {{table('secret')}}

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT * FROM {{symbol('secret')}}

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT * FROM {{column('secret')}}

-- refused: the database `@other_database@` does not exist or must not be read
%SELECT * FROM {{table('@other_database@.@other_table@')}}

-- refused: the database `@other_database@` does not exist or must not be read
%SELECT * FROM {{symbol('@other_database@')}}.{{symbol('@other_table@')}}

-- refused: only SELECT and WITH statements are allowed, not DROP
%{% if True %}DROP TABLE events{% end %}

-- refused: only one statement is allowed; something follows the first semicolon
%SELECT 1{% if True %}; SELECT 2{% end %}

-- refused: the function `file` is not allowed
%SELECT {% for i in range(3) %}file('@file@'),{% end %} 1

-- refused: Template Syntax Error: Cannot access secret 'key'. Check the secret exists in the Workspace and the token has the required scope.
%SELECT {{tb_secret('key')}}

-- refused: Template Syntax Error: Invalid function name: open
%SELECT {{open('@file@')}}

-- refused: Template Syntax Error: Invalid function name: __import__
%SELECT {{__import__('os')}}

-- refused: Template Syntax Error: Invalid expression type: Attribute(...)
%SELECT {{''.__class__.__mro__}}

-- refused: import is forbidden at query:1
%{% import os %}SELECT 1

-- refused: module is forbidden at query:1
%{% module os %}SELECT 1

-- refused: include is forbidden at query:1
%{% include '@file@' %}SELECT 1

-- refused: extends is forbidden at query:1
%{% extends '@file@' %}SELECT 1

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT {{max_threads(999999)}} 1 FROM secret

-- refused: the function `file` is not allowed
%SELECT {{backend_hint('x')}} file('@file@')

-- refused: anything
%SELECT '{{error("anything")}}'

-- harmless: the name is quoted
%SELECT {{columns('file(1)')}} FROM events

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT {{sql_and(note__in=Array(x, 'String', "a') OR 1=1 --"))}} FROM secret

-- refused: token is missing the scope DATASOURCES:READ:secret
%SELECT {{defined(x)}} FROM secret

-- refused: Syntax error: expected the name of a parameter, found `}`
%SELECT {{JSON(x, '{}')}} FROM secret

-- refused: Template Syntax Error: expression "x" evaluated to null
%SELECT {{x}} FROM secret

-- refused: Missing end expression }} at query:1
%SELECT {{ x
