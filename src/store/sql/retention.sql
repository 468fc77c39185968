-- name: entries_around
SELECT date, id FROM entry WHERE feed_id = ?1 ORDER BY date DESC, id DESC LIMIT 2 OFFSET ?2

-- name: count_prunable
SELECT count(*), min(e.date), max(e.date)

-- name: list_prunable
SELECT e.id, e.date

-- name: where_prunable
-- What waits for a moderator stays, and what stands out; a tombstone is one already. A story that is hidden goes as a whole or
-- not at all, for what hides it may be said of this entry alone.
FROM entry e LEFT JOIN judgement j ON j.entry_id = e.id
WHERE e.feed_id = ?1 AND (e.date, e.id) <= (?2, ?3) AND coalesce(j.featured, 0) = 0
  AND (e.visibility = 'shown'
       OR (e.visibility = 'hidden' AND e.story_id = e.id
           AND NOT EXISTS (SELECT 1 FROM entry m WHERE m.story_id = e.id AND m.story_id <> m.id)))

-- name: oldest_prunable
ORDER BY e.date, e.id LIMIT ?4

-- name: add_pruned
INSERT INTO pruned (entry_id, feed_id, story_id, time, identity)
SELECT id, feed_id, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), identity FROM entry WHERE id = ?1

-- name: remove_judgement
DELETE FROM judgement WHERE entry_id = ?1

-- name: remove_story_changes
DELETE FROM story_change WHERE entry_id = ?1

-- name: remove_entry
DELETE FROM entry WHERE id = ?1

-- name: remove_deliveries_before
-- An entry that stays although it is older may stand in those that came since.
DELETE FROM delivery
WHERE feed_id = ?1 AND time < ?2
  AND time < (SELECT coalesce(min(e.date), ?2) FROM entry e WHERE e.feed_id = ?1 AND e.visibility <> 'removed')

-- name: count_fewer
UPDATE feed_state SET entries = entries - ?2 WHERE feed_id = ?1

-- name: find_successor
SELECT story_id FROM pruned WHERE entry_id = ?1

-- name: find_pruned
SELECT p.feed_id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), p.time
FROM pruned p JOIN feed f ON f.id = p.feed_id
WHERE p.entry_id = ?1

-- name: load_pruned
SELECT identity FROM pruned WHERE entry_id = ?1

-- name: rename_pruned
UPDATE pruned SET identity = ?2 WHERE entry_id = ?1
