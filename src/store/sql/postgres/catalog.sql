-- name: columns
SELECT CAST(c.relname AS text), CAST(a.attname AS text), format_type(a.atttypid, NULL),
       CAST(coalesce(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) AS bigint)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relname <> 'orrery_archive'
  AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY c.relname COLLATE "C", a.attnum

-- name: references
SELECT CAST(c.relname AS text), CAST(p.relname AS text)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
WHERE k.contype = 'f' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())

-- name: last_ids
SELECT CAST(c.relname AS text),
       coalesce(pg_sequence_last_value(CAST(pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS regclass)), 0)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
WHERE c.relkind = 'r' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())

-- name: set_last_id
SELECT setval(CAST(pg_get_serial_sequence(quote_ident(?1), a.attname) AS regclass), ?2)
FROM pg_attribute a
WHERE a.attrelid = CAST(quote_ident(?1) AS regclass) AND a.attidentity <> ''
