-- name: consistency
-- What contradicts itself, one line each. Hashing the bodies reads every page of them.
SELECT 'feed ' || feed_id || ' counts ' || entries || ' entries and has ' ||
       (SELECT count(*) FROM entry e WHERE e.feed_id = s.feed_id)
FROM feed_state s
WHERE entries <> (SELECT count(*) FROM entry e WHERE e.feed_id = s.feed_id)
UNION ALL
SELECT 'feed ' || f.id || ' has no state' FROM feed f WHERE NOT EXISTS (SELECT 1 FROM feed_state s WHERE s.feed_id = f.id)
UNION ALL
SELECT 'entry ' || e.id || ' has ' || (SELECT count(*) FROM revision r WHERE r.entry_id = e.id) + 1 || ' revisions of ' || e.revisions
FROM entry e
WHERE e.revisions > 1 AND e.revisions <> (SELECT count(*) FROM revision r WHERE r.entry_id = e.id) + 1
UNION ALL
SELECT 'entry ' || id || ' has no body' FROM entry WHERE md5(body) = md5(CAST('' AS bytea))
UNION ALL
SELECT 'revision ' || number || ' of entry ' || entry_id || ' has no body' FROM revision WHERE md5(body) = md5(CAST('' AS bytea))

-- name: has_amcheck
SELECT 1 FROM pg_proc WHERE oid = to_regprocedure('bt_index_check(regclass, boolean)') AND has_function_privilege(oid, 'execute')

-- name: indexes
-- A damaged index fails with a message of its own; there are no rows.
SELECT c.relname
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE a.amname = 'btree' AND c.relpersistence = 'p'
  AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
  AND bt_index_check(CAST(i.indexrelid AS regclass), true) IS NULL
