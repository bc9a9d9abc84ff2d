-- # The network: whatever would open a connection, to another server or to this one.

-- refused: the table function `url` is not allowed
SELECT * FROM url('@url@', 'RawBLOB')

-- refused: the table function `url` is not allowed
SELECT * FROM url('@url@', CSV, 'line String', headers('a' = 'b'))

-- refused: the table function `urlCluster` is not allowed
SELECT * FROM urlCluster('default', '@url@', 'RawBLOB')

-- refused: the table function `url` is not allowed
SELECT * FROM `url`('@url@')

-- refused: the table function `Url` is not allowed
SELECT * FROM Url('@url@')

-- refused: the table function `s3` is not allowed
SELECT * FROM s3('@url@', 'RawBLOB')

-- refused: the table function `s3Cluster` is not allowed
SELECT * FROM s3Cluster('default', '@url@', 'RawBLOB')

-- refused: the table function `gcs` is not allowed
SELECT * FROM gcs('@url@', 'RawBLOB')

-- refused: the table function `oss` is not allowed
SELECT * FROM oss('@url@', 'RawBLOB')

-- refused: the table function `cosn` is not allowed
SELECT * FROM cosn('@url@', 'RawBLOB')

-- refused: the table function `hdfs` is not allowed
SELECT * FROM hdfs('hdfs://@host@/a', 'RawBLOB')

-- refused: the table function `azureBlobStorage` is not allowed
SELECT * FROM azureBlobStorage('@url@', 'c', 'b', 'a', 'k', 'CSV')

-- refused: the table function `iceberg` is not allowed
SELECT * FROM iceberg('@url@')

-- refused: the table function `icebergS3` is not allowed
SELECT * FROM icebergS3('@url@')

-- refused: the table function `deltaLake` is not allowed
SELECT * FROM deltaLake('@url@')

-- refused: the table function `hudi` is not allowed
SELECT * FROM hudi('@url@')

-- refused: the table function `paimon` is not allowed
SELECT * FROM paimon('@url@')

-- refused: the table function `postgresql` is not allowed
SELECT * FROM postgresql('@host@', 'd', 't', 'u', 'p')

-- refused: the table function `mysql` is not allowed
SELECT * FROM mysql('@host@', 'd', 't', 'u', 'p')

-- refused: the table function `mongodb` is not allowed
SELECT * FROM mongodb('@host@', 'd', 'c', 'u', 'p', 'a String')

-- refused: the table function `redis` is not allowed
SELECT * FROM redis('@host@', 'k', 'k String')

-- refused: the table function `odbc` is not allowed
SELECT * FROM odbc('DSN=a', 'd', 't')

-- refused: the table function `jdbc` is not allowed
SELECT * FROM jdbc('@url@', 'd', 't')

-- refused: the table function `ytsaurus` is not allowed
SELECT * FROM ytsaurus('@url@', '//t', 'u', 'a String')

-- refused: the table function `arrowStream` is not allowed
SELECT * FROM arrowStream('@host@')

-- refused: the table function `bigquery` is not allowed
SELECT * FROM bigquery('p', 'd', 't')

-- refused: the table function `prometheusQuery` is not allowed
SELECT * FROM prometheusQuery('@url@', 'up')

-- refused: the table function `remote` is not allowed
SELECT * FROM remote('@host@', system, one)

-- refused: Syntax error: expected `)`, found `1`
SELECT * FROM remote('@host@', view(SELECT 1))

-- refused: the table function `remoteSecure` is not allowed
SELECT * FROM remoteSecure('@host@', 'system', 'one')

-- refused: the table function `REMOTE` is not allowed
SELECT * FROM REMOTE('@host@', 'system', 'one')

-- refused: the table function `cluster` is not allowed
SELECT * FROM cluster('default', system, one)

-- refused: the table function `clusterAllReplicas` is not allowed
SELECT * FROM clusterAllReplicas('default', system.one)

-- refused: the table function `url` is not allowed
SELECT id FROM events WHERE id IN (SELECT * FROM url('@url@', CSV, 'a UInt64'))

-- refused: the table function `remote` is not allowed
SELECT id FROM events WHERE id GLOBAL IN (SELECT * FROM remote('@host@', 'system', 'one'))

-- refused: the table function `url` is not allowed
SELECT (SELECT * FROM url('@url@', RawBLOB)) AS answer

-- refused: the table function `url` is not allowed
SELECT id FROM events LEFT JOIN url('@url@', CSV, 'id UInt64') AS u USING id

-- refused: the table function `url` is not allowed
SELECT id FROM events EXCEPT SELECT * FROM url('@url@', CSV, 'id UInt64')

-- refused: the table function `url` is not allowed
WITH RECURSIVE a AS (SELECT * FROM url('@url@', CSV, 'id UInt64') UNION ALL SELECT id FROM a) SELECT * FROM a

-- refused: the table function `url` is not allowed
WITH (SELECT * FROM url('@url@', RawBLOB)) AS answer SELECT answer

-- refused: the table function `url` is not allowed
SELECT if((SELECT count() FROM url('@url@', RawBLOB)) > 0, 1, 2)

-- refused: the table function `url` is not allowed
SELECT 1 LIMIT (SELECT count() FROM url('@url@', RawBLOB))

-- refused: the table function `url` is not allowed
SELECT number FROM numbers((SELECT count() FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT * FROM values('a UInt8', ((SELECT count() FROM url('@url@', RawBLOB))))

-- refused: the table function `url` is not allowed
SELECT * FROM generateRandom((SELECT * FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT * FROM null((SELECT * FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT 1 ORDER BY 1 WITH FILL TO (SELECT count() FROM url('@url@', RawBLOB))

-- refused: the table function `url` is not allowed
SELECT 1 AS a ORDER BY a WITH FILL TO 3 INTERPOLATE (a AS (SELECT count() FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT sum(1) OVER (ORDER BY (SELECT count() FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT sum(1) OVER w WINDOW w AS (ORDER BY (SELECT count() FROM url('@url@', RawBLOB)))

-- refused: the table function `url` is not allowed
SELECT 1 QUALIFY (SELECT count() FROM url('@url@', RawBLOB)) = 1

-- refused: the table function `url` is not allowed
SELECT DISTINCT ON ((SELECT count() FROM url('@url@', RawBLOB))) 1

-- refused: the table function `url` is not allowed
SELECT count() FROM events GROUP BY GROUPING SETS (((SELECT count() FROM url('@url@', RawBLOB))), ())

-- refused: the table function `url` is not allowed
SELECT id FROM events LIMIT 1 BY (SELECT count() FROM url('@url@', RawBLOB))

-- refused: the table function `url` is not allowed
SELECT 1 OFFSET (SELECT count() FROM url('@url@', RawBLOB)) ROWS FETCH FIRST 1 ROWS ONLY

-- refused: the table function `url` is not allowed
SELECT id FROM events FINAL PREWHERE id = (SELECT count() FROM url('@url@', RawBLOB))

-- refused: the table function `url` is not allowed
SELECT * EXCEPT (SELECT count() FROM url('@url@', RawBLOB))

-- refused: the function `aiGenerate` is not allowed
SELECT aiGenerate('prompt')

-- refused: the function `aiClassify` is not allowed
SELECT aiEmbed('text'), aiClassify('text', ['a'])

-- refused: the function `getClientHTTPHeader` is not allowed
SELECT getClientHTTPHeader('Authorization')

-- refused: the setting `ai_function_url` must not be changed by a query
SELECT 1 SETTINGS ai_function_url = '@url@'
