-- name: columns
SELECT m.name, c.name, lower(c.type), c.pk
FROM sqlite_schema m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY m.name, c.cid

-- name: references
SELECT m.name, r."table"
FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) r
WHERE m.type = 'table'

-- name: last_ids
SELECT name, seq FROM sqlite_sequence

-- name: forget_last_id
DELETE FROM sqlite_sequence WHERE name = ?1

-- name: set_last_id
INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)
