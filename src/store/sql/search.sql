-- name: search_version
SELECT version FROM search_state

-- name: bump_search_version
UPDATE search_state SET version = version + 1 WHERE keeper = ?1
RETURNING version

-- name: take_search
UPDATE search_state SET keeper = ?1, until = ?2 WHERE keeper = ?1 OR until < ?3
RETURNING version

-- name: leave_search
UPDATE search_state SET until = 0 WHERE keeper = ?1

-- name: list_segments
SELECT id, documents, bytes, header FROM search_segment WHERE retired IS NULL AND chunks > 0 ORDER BY id

-- name: list_dead
SELECT document FROM search_dead WHERE segment_id = ?1 ORDER BY document

-- name: read_chunk
SELECT bytes FROM search_chunk WHERE id = ?1

-- name: start_segment
INSERT INTO search_segment (id, documents, chunks, bytes, header) VALUES (?1, 0, 0, 0, ?2)

-- name: finish_segment
UPDATE search_segment SET documents = ?2, chunks = ?3, bytes = ?4, header = ?5 WHERE id = ?1

-- name: add_chunk
INSERT INTO search_chunk (id, bytes) VALUES (?1, ?2)

-- name: retire_segment
UPDATE search_segment SET retired = ?2 WHERE id = ?1 AND retired IS NULL

-- name: waste_segments
SELECT id FROM search_segment WHERE retired < ?1 OR chunks = 0 ORDER BY id

-- name: remove_chunks
DELETE FROM search_chunk WHERE id IN (SELECT id FROM search_chunk WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3)
RETURNING id

-- name: remove_segment
DELETE FROM search_segment WHERE id = ?1

-- name: remove_dead
DELETE FROM search_dead WHERE segment_id = ?1

-- name: add_dead
INSERT INTO search_dead (segment_id, document) VALUES (?1, ?2) ON CONFLICT DO NOTHING

-- name: add_pending
INSERT INTO search_pending (entry_id, again, keys) VALUES (?1, ?2, ?3)

-- name: first_pending
SELECT min(change) FROM search_pending WHERE change >= ?1

-- name: pending_keys
SELECT change, entry_id, keys FROM search_pending WHERE change > ?1 ORDER BY change

-- name: select_pending
SELECT p.change, p.again, p.entry_id, e.feed_id, e.date, e.title, coalesce(nullif(e.author, ''), f.author),
       coalesce(nullif(e.language, ''), f.language), p.keys, e.hash
FROM search_pending p
LEFT JOIN entry e ON e.id = p.entry_id
LEFT JOIN feed f ON f.id = e.feed_id
WHERE p.change > ?1
ORDER BY p.change LIMIT ?2

-- name: load_body
SELECT body FROM entry WHERE id = ?1

-- name: remove_pending
DELETE FROM search_pending WHERE change <= ?1

-- name: has_search_work
SELECT CASE WHEN EXISTS (SELECT 1 FROM search_pending) OR EXISTS (SELECT 1 FROM search_segment WHERE retired IS NOT NULL)
            THEN 1 ELSE 0 END

-- name: find_shown_lead
SELECT l.id FROM entry e JOIN entry l ON l.id = e.story_id WHERE e.id = ?1 AND l.listed = 1

-- name: load_scanned
SELECT e.title, coalesce(nullif(e.author, ''), f.author), e.body FROM entry e JOIN feed f ON f.id = e.feed_id WHERE e.id = ?1

-- name: find_feeds_by_name
SELECT id FROM feed
WHERE lower(coalesce(nullif(given_title, ''), title)) LIKE ?1 ESCAPE '\' OR lower(url) LIKE ?1 ESCAPE '\'
   OR lower(site_url) LIKE ?1 ESCAPE '\'
