-- # Settings: limits lifted, files and tables named, filters changed, wherever a SETTINGS clause may stand.

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS max_execution_time = 0

-- refused: the setting `max_memory_usage` must not be changed by a query
SELECT 1 SETTINGS max_memory_usage = 0, max_threads = 1

-- refused: the setting `max_result_bytes` must not be changed by a query
SELECT 1 SETTINGS max_threads = 1, max_result_bytes = 0

-- refused: the setting `readonly` must not be changed by a query
SELECT 1 SETTINGS readonly = 0

-- refused: the setting `allow_ddl` must not be changed by a query
SELECT 1 SETTINGS allow_ddl = 1

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS `max_execution_time` = 0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS "max_execution_time" = 0

-- refused: the setting `MAX_EXECUTION_TIME` must not be changed by a query
SELECT 1 SETTINGS MAX_EXECUTION_TIME = 0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 settings/**/max_execution_time/**/=/**/0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 FORMAT JSON SETTINGS max_execution_time = 0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS max_threads = 1 FORMAT JSON SETTINGS max_execution_time = 0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT (SELECT 1 SETTINGS max_execution_time = 0)

-- refused: the setting `max_execution_time` must not be changed by a query
WITH a AS (SELECT 1 SETTINGS max_execution_time = 0) SELECT * FROM a

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 IN (SELECT 1 SETTINGS max_execution_time = 0)

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 UNION ALL SELECT 2 SETTINGS max_execution_time = 0

-- refused: the setting `max_execution_time` must not be changed by a query
(SELECT 1 SETTINGS max_execution_time = 0) UNION ALL SELECT 2

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT * FROM view(SELECT 1 SETTINGS max_execution_time = 0)

-- refused: Syntax error: expected a number or a string, found `{`
SELECT * FROM events SETTINGS additional_table_filters = {'events': '1'}

-- refused: Syntax error: expected a number or a string, found `{`
SELECT * FROM events SETTINGS additional_table_filters = {'@database@.@table@': '1 = 1'}

-- refused: the setting `additional_result_filter` must not be changed by a query
SELECT * FROM events SETTINGS additional_result_filter = 'note = 1'

-- refused: the setting `allow_introspection_functions` must not be changed by a query
SELECT 1 SETTINGS allow_introspection_functions = 1

-- refused: the setting `allow_experimental_analyzer` must not be changed by a query
SELECT 1 SETTINGS allow_experimental_analyzer = 0

-- refused: the setting `enable_global_with_statement` must not be changed by a query
SELECT 1 SETTINGS enable_global_with_statement = 0

-- refused: the setting `compatibility` must not be changed by a query
SELECT 1 SETTINGS compatibility = '20.1'

-- refused: the setting `query_plan_merge_filters` must not be changed by a query
SELECT 1 SETTINGS query_plan_merge_filters = 1

-- refused: the setting `query_plan_filter_push_down` must not be changed by a query
SELECT 1 SETTINGS query_plan_filter_push_down = 1, query_plan_optimize_prewhere = 1

-- refused: the setting `dialect` must not be changed by a query
SELECT 1 SETTINGS dialect = 'prql'

-- refused: the setting `dialect` must not be changed by a query
SELECT 1 SETTINGS dialect = 'kusto'

-- refused: the setting `implicit_select` must not be changed by a query
SELECT 1 SETTINGS implicit_select = 1

-- refused: the setting `profile` must not be changed by a query
SELECT 1 SETTINGS profile = 'default'

-- refused: the setting `log_comment` must not be changed by a query
SELECT 1 SETTINGS log_comment = 'forged'

-- refused: the setting `log_queries` must not be changed by a query
SELECT 1 SETTINGS log_queries = 0

-- refused: the setting `query_cache_share_between_users` must not be changed by a query
SELECT 1 SETTINGS query_cache_share_between_users = 1, use_query_cache = 1

-- refused: the setting `output_format_schema` must not be changed by a query
SELECT 1 SETTINGS output_format_schema = '@file@'

-- refused: the setting `local_filesystem_read_method` must not be changed by a query
SELECT 1 SETTINGS local_filesystem_read_method = 'read'

-- refused: the setting `user_files_path` must not be changed by a query
SELECT 1 SETTINGS user_files_path = '/'

-- refused: the setting `workload` must not be changed by a query
SELECT 1 SETTINGS workload = 'other'

-- refused: the setting `custom_anything` must not be changed by a query
SELECT 1 SETTINGS custom_anything = 1

-- refused: the setting `param_x` must not be changed by a query
SELECT 1 SETTINGS param_x = 1

-- refused: Syntax error: expected the end of the query, found `.`
SELECT 1 SETTINGS a.b = 1

-- harmless: an allowed setting
SELECT 1 SETTINGS max_threads

-- refused: Syntax error: expected a number or a string, found `(`
SELECT 1 SETTINGS max_threads = (SELECT x FROM secret)

-- refused: Syntax error: expected a number or a string, found `{`
SELECT 1 SETTINGS max_threads = {x:UInt8}

-- refused: Syntax error: expected a number or a string, found `[`
SELECT 1 SETTINGS max_threads = [1]

-- refused: Syntax error: the query ends where the name of a setting was expected
SELECT 1 SETTINGS

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS max_threads = 1 SETTINGS max_execution_time = 0

-- refused: Syntax error: expected the name of a setting, found `(`
SELECT 1 SETTINGS max_threads = 1, (SELECT 1)

-- refused: Syntax error: expected the name of a setting, found `'max_execution_time'`
SELECT 1 SETTINGS 'max_execution_time' = 0

-- refused: the setting `max_execution_time` must not be changed by a query
SELECT 1 SETTINGS max_threads == 1, max_execution_time = 0

-- harmless: final rows of what the filter leaves
SELECT note FROM latest SETTINGS final = 1

-- harmless: a setting that changes how the answer is computed
SELECT count() FROM events SETTINGS max_threads = 1, join_use_nulls = 1
