-- # The engine's own tables and functions: accounts, processes, logs, dictionaries, other sessions.

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM system.tables

-- refused: the table `system.columns` does not exist or must not be read
SELECT * FROM system.columns

-- refused: the table `system.databases` does not exist or must not be read
SELECT * FROM system.databases

-- refused: the table `system.parts` does not exist or must not be read
SELECT * FROM system.parts

-- refused: the table `system.processes` does not exist or must not be read
SELECT * FROM system.processes

-- refused: the table `system.query_log` does not exist or must not be read
SELECT * FROM system.query_log

-- refused: the table `system.settings` does not exist or must not be read
SELECT * FROM system.settings

-- refused: the table `system.users` does not exist or must not be read
SELECT * FROM system.users

-- refused: the table `system.named_collections` does not exist or must not be read
SELECT * FROM system.named_collections

-- refused: the table `system.server_settings` does not exist or must not be read
SELECT * FROM system.server_settings

-- refused: the table `system.disks` does not exist or must not be read
SELECT * FROM system.disks

-- refused: the table `system.macros` does not exist or must not be read
SELECT * FROM system.macros

-- refused: the table `system.dictionaries` does not exist or must not be read
SELECT * FROM system.dictionaries

-- refused: the table `system.mutations` does not exist or must not be read
SELECT * FROM system.mutations

-- refused: token is missing the scope WORKSPACE:READ_ALL, which opens system.functions
SELECT * FROM system.functions

-- refused: token is missing the scope WORKSPACE:READ_ALL, which opens system.formats
SELECT * FROM system.formats

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM `system`.`tables`

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM "system"."tables"

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM system . tables

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM system./**/tables

-- refused: the database `SYSTEM` does not exist or must not be read
SELECT * FROM SYSTEM.tables

-- refused: the database `System` does not exist or must not be read
SELECT * FROM System.Tables

-- refused: Unknown table 'system.tables' (UNKNOWN_TABLE)
SELECT * FROM `system.tables`

-- refused: Unknown table 'tables' (UNKNOWN_TABLE)
SELECT * FROM tables

-- refused: the table `system.tables` does not exist or must not be read
SELECT 1 IN system.tables

-- refused: the table `system.tables` does not exist or must not be read
SELECT in(1, system.tables)

-- refused: the table `system.tables` does not exist or must not be read
SELECT (SELECT count() FROM system.tables)

-- refused: the database `information_schema` does not exist or must not be read
SELECT * FROM information_schema.tables

-- refused: the database `INFORMATION_SCHEMA` does not exist or must not be read
SELECT * FROM INFORMATION_SCHEMA.TABLES

-- refused: the database `information_schema` does not exist or must not be read
SELECT * FROM `information_schema`.columns

-- refused: the database `default` does not exist or must not be read
SELECT * FROM default.system

-- refused: the database `_temporary_and_external_tables` does not exist or must not be read
SELECT * FROM _temporary_and_external_tables.t

-- refused: token is missing the scope DATASOURCES:READ:tinybird.pipe_stats
SELECT * FROM tinybird.pipe_stats

-- refused: organization.workspaces is not served
SELECT * FROM organization.workspaces

-- refused: Unknown table 'tinybird.nothing' (UNKNOWN_TABLE)
SELECT * FROM tinybird.nothing

-- refused: the table `system.tables` does not exist or must not be read
WITH system AS (SELECT 1) SELECT * FROM system.tables

-- refused: the table `system.tables` does not exist or must not be read
WITH tables AS (SELECT 1) SELECT * FROM system.tables

-- refused: the table `system.tables` does not exist or must not be read
SELECT tables.name FROM system.tables AS tables

-- refused: the table `system.tables` does not exist or must not be read
SELECT * FROM system.one, system.tables

-- refused: the table `system.parts` does not exist or must not be read
SELECT * FROM system.numbers LIMIT (SELECT count() FROM system.parts)

-- harmless: it has one row on every server
SELECT * FROM system.one

-- harmless: it generates rows
SELECT * FROM system.numbers LIMIT 3

-- refused: the function `dictGet` is not allowed
SELECT dictGet('d', 'a', 1)

-- refused: the function `dictGetString` is not allowed
SELECT dictGetString('d', 'a', 1)

-- refused: the function `dictGetOrDefault` is not allowed
SELECT dictGetOrDefault('@other_database@.d', 'a', 1, 2)

-- refused: the function `DICTGET` is not allowed
SELECT DICTGET('d', 'a', 1)

-- refused: the function `dictHas` is not allowed
SELECT dictHas('d', 1)

-- refused: the function `dictGetChildren` is not allowed
SELECT dictIsIn('d', 1, 2), dictGetHierarchy('d', 1), dictGetChildren('d', 1)

-- refused: the function `dictGet` is not allowed
SELECT arrayMap(k -> dictGet('d', 'a', k), [1])

-- refused: the table function `dictionary` is not allowed
SELECT * FROM dictionary('d')

-- refused: the table function `dictionary` is not allowed
SELECT * FROM dictionary('@other_database@.d')

-- refused: the function `joinGet` is not allowed
SELECT joinGet('@other_database@.@other_table@', 'a', 1)

-- refused: the function `joinGetOrNull` is not allowed
SELECT joinGetOrNull('j', 'a', 1)

-- refused: the function `hasColumnInTable` is not allowed
SELECT hasColumnInTable('@other_database@', '@other_table@', 'id')

-- refused: the function `currentDatabase` is not allowed
SELECT currentDatabase()

-- refused: the function `current_database` is not allowed
SELECT current_database()

-- refused: the function `database` is not allowed
SELECT database()

-- refused: the function `schema` is not allowed
SELECT schema()

-- refused: the function `currentRoles` is not allowed
SELECT currentUser(), user(), currentRoles(), enabledProfiles()

-- refused: the function `CURRENT_USER` is not allowed
SELECT CURRENT_USER

-- refused: the function `session_user` is not allowed
SELECT session_user

-- refused: the function `displayName` is not allowed
SELECT hostName(), fqdn(), displayName(), serverUUID(), tcpPort(), uptime()

-- refused: the function `getSetting` is not allowed
SELECT getSetting('max_memory_usage')

-- refused: the function `getSettingOrDefault` is not allowed
SELECT getSettingOrDefault('custom', 1)

-- refused: the function `getMacro` is not allowed
SELECT getMacro('shard'), getServerPort('tcp_port'), getServerSetting('max_connections')

-- refused: the function `getMaxTableNameLengthForDatabase` is not allowed
SELECT getOSKernelVersion(), getMaxTableNameLengthForDatabase('default')

-- refused: the function `globalVariable` is not allowed
SELECT globalVariable('version')

-- refused: Syntax error: unexpected character
SELECT @@version

-- refused: the function `connectionId` is not allowed
SELECT connectionId(), connection_id()

-- refused: the function `buildId` is not allowed
SELECT buildId(), shardNum(), shardCount(), zookeeperSessionUptime()

-- refused: the function `transactionID` is not allowed
SELECT transactionID(), transactionLatestSnapshot()

-- refused: the function `showCertificate` is not allowed
SELECT showCertificate()

-- refused: the function `addressToLine` is not allowed
SELECT addressToLine(1), addressToSymbol(1), demangle('a')

-- refused: the function `flameGraph` is not allowed
SELECT arrayReduce('flameGraph', [[1]]), flameGraph([1])

-- harmless: the engine keeps it shut unless a setting allows introspection
SELECT arrayReduce('flameGraph', [[toUInt64(1)]])

-- refused: the function `trap` is not allowed
SELECT trap('crash')

-- refused: the function `logTrace` is not allowed
SELECT logTrace('forged')

-- refused: the function `generateSerialID` is not allowed
SELECT generateSerialID('counter')

-- refused: the function `sleep` is not allowed
SELECT sleep(3)

-- refused: the function `sleepEachRow` is not allowed
SELECT sleepEachRow(1) FROM events

-- refused: the function `SLEEP` is not allowed
SELECT SLEEP(3)

-- refused: the function `mergeTreePartInfo` is not allowed
SELECT mergeTreePartInfo('all_1_1_0')

-- refused: the function `__getScalar` is not allowed
SELECT __getScalar('a')

-- refused: the function `__actionName` is not allowed
SELECT __actionName(1, 'a'), __bitSwapLastTwo(1)

-- refused: the function `authUser` is not allowed
SELECT authenticatedUser(), authUser()

-- refused: the function `regionToName` is not allowed
SELECT regionToName(1)

-- refused: the function `lambda` is not allowed
SELECT lambda(tuple(a), 1)

-- refused: Unknown function `user_defined_function` (UNKNOWN_FUNCTION)
SELECT user_defined_function('a')

-- refused: the function `evalMLMethod` is not allowed
SELECT evalMLMethod(1)

-- harmless: they tell nothing of rows or the server beyond its version
SELECT version(), timezone(), revision()

-- harmless: the names of tables open nothing
SELECT _table, _database FROM latest LIMIT 1

-- refused: only SELECT and WITH statements are allowed, not SHOW
SHOW TABLES

-- refused: only SELECT and WITH statements are allowed, not SHOW
SHOW DATABASES

-- refused: only SELECT and WITH statements are allowed, not SHOW
SHOW CREATE TABLE events

-- refused: only SELECT and WITH statements are allowed, not SHOW
SHOW PROCESSLIST

-- refused: only SELECT and WITH statements are allowed, not SHOW
SHOW GRANTS

-- refused: only SELECT and WITH statements are allowed, not USE
USE system

-- refused: only SELECT and WITH statements are allowed, not SET
SET max_memory_usage = 0

-- refused: only SELECT and WITH statements are allowed, not SET
SET ROLE admin

-- refused: only SELECT and WITH statements are allowed, not SYSTEM
SYSTEM SHUTDOWN

-- refused: only SELECT and WITH statements are allowed, not SYSTEM
SYSTEM DROP MARK CACHE

-- refused: only SELECT and WITH statements are allowed, not KILL
KILL QUERY WHERE 1

-- refused: only SELECT and WITH statements are allowed, not EXISTS
EXISTS TABLE secret

-- refused: only SELECT and WITH statements are allowed, not CHECK
CHECK TABLE secret

-- refused: only SELECT and WITH statements are allowed, not OPTIMIZE
OPTIMIZE TABLE secret FINAL

-- refused: only SELECT and WITH statements are allowed, not GRANT
GRANT ALL ON *.* TO default

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE USER intruder

-- refused: only SELECT and WITH statements are allowed, not CREATE
CREATE NAMED COLLECTION c AS a = 1
