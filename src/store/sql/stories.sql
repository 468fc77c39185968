-- name: load_candidate
SELECT e.id, e.story_id, e.feed_id, e.url, e.guid, e.title, coalesce(nullif(e.author, ''), f.author),
       coalesce(nullif(f.given_title, ''), f.title), e.enclosures, e.traits, coalesce(e.published, e.updated), e.identity
FROM entry e JOIN feed f ON f.id = e.feed_id
WHERE e.id = ?1

-- name: story_members
SELECT e.id, e.date, CASE WHEN coalesce(e.published, e.updated) IS NULL THEN 0 ELSE 1 END, e.first_seen, e.is_copy, e.vanished,
       e.joined, coalesce(j.outcome, ''), coalesce(j.flooded, 0), coalesce(j.decision, '')
FROM entry e LEFT JOIN judgement j ON j.entry_id = e.id
WHERE e.id = ?1
UNION ALL
SELECT e.id, e.date, CASE WHEN coalesce(e.published, e.updated) IS NULL THEN 0 ELSE 1 END, e.first_seen, e.is_copy, e.vanished,
       e.joined, coalesce(j.outcome, ''), coalesce(j.flooded, 0), coalesce(j.decision, '')
FROM entry e LEFT JOIN judgement j ON j.entry_id = e.id
WHERE e.story_id = ?1 AND e.story_id <> e.id
ORDER BY 1

-- name: lost_entries
-- Nobody would ever see them: the entry that leads their story is none.
SELECT 'entry ' || e.id || ' stands in the story of entry ' || e.story_id || ', which there is not'
FROM entry e LEFT JOIN entry l ON l.id = e.story_id
WHERE l.id IS NULL

-- name: move_to_story
UPDATE entry SET story_id = ?2, listed = ?3, joined = ?4, visibility = ?5 WHERE id = ?1

-- name: date_entry
UPDATE entry SET date = ?2 WHERE id = ?1

-- name: add_story_change
INSERT INTO story_change (time, entry_id, story_id, reason, why) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: list_story_changes
SELECT time, entry_id, story_id, reason, why FROM story_change WHERE entry_id = ?1 ORDER BY id

-- name: list_members
SELECT e.id, e.feed_id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), f.site_url, e.url, e.title,
       e.date, e.is_copy,
       coalesce((SELECT c.why FROM story_change c WHERE c.entry_id = e.id AND c.time <= ?2 ORDER BY c.id DESC LIMIT 1), '')
FROM entry e JOIN feed f ON f.id = e.feed_id
WHERE e.id IN (SELECT story_id FROM entry WHERE id = ?1
               UNION SELECT m.id FROM entry m JOIN entry o ON m.story_id = o.story_id AND m.story_id <> m.id WHERE o.id = ?1)
      AND e.first_seen <= ?2 AND (e.joined IS NULL OR e.joined <= ?2)
ORDER BY CASE WHEN e.id = e.story_id THEN 0 ELSE 1 END, e.date, e.id
