-- name: find_feed_keys
SELECT id, keys FROM feed_keys WHERE id >= ?1 AND id < ?2
UNION ALL
SELECT id, keys FROM feed_keys WHERE id = ?3

-- name: put_feed_keys
INSERT INTO feed_keys (id, keys) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET keys = excluded.keys

-- name: load_known
SELECT hash, vanished, identity, date, first_seen, visibility FROM entry WHERE id = ?1

-- name: load_hash
SELECT hash FROM entry WHERE id = ?1

-- name: add_entry
INSERT INTO entry (id, feed_id, story_id, listed, date, first_seen, seen, joined, visibility, is_copy, revisions, hash, guid, url, title,
                   author, language, published, updated, categories, enclosures, source, identity, traits, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, 1, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)

-- name: keep_revision
INSERT INTO revision (entry_id, number, seen, url, title, author, language, published, updated, categories, enclosures, body)
SELECT id, revisions, seen, url, title, author, language, published, updated, categories, enclosures, body
FROM entry WHERE id = ?1

-- name: revise_entry
UPDATE entry
SET seen = ?2, revisions = revisions + 1, hash = ?3, guid = ?4, url = ?5, title = ?6, author = ?7, language = ?8,
    published = ?9, updated = ?10, categories = ?11, enclosures = ?12, source = ?13, traits = ?14, body = ?15, vanished = NULL
WHERE id = ?1

-- name: rename_entry
UPDATE entry SET identity = ?2 WHERE id = ?1

-- name: feed_names
SELECT coalesce(nullif(given_title, ''), title), author, url, category, language FROM feed WHERE id = ?1

-- name: newest_of_feed
SELECT id FROM entry WHERE feed_id = ?1 ORDER BY date DESC, id DESC LIMIT ?2

-- name: set_vanished
UPDATE entry SET vanished = ?2 WHERE id = ?1 AND (vanished IS NULL) <> (CAST(?2 AS BIGINT) IS NULL)

-- name: select_stories
SELECT e.id, e.feed_id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), f.url, f.site_url, e.url, e.title,
       coalesce(nullif(e.author, ''), f.author), e.body, coalesce(nullif(e.language, ''), f.language), e.date, e.first_seen,
       e.published, e.updated, e.revisions, e.revisions, e.vanished, e.categories, e.enclosures, e.source,
       coalesce(j.featured, 0), j.excerpt, coalesce(j.category, ''), coalesce(j.tags, ''), f.category
FROM entry e
JOIN feed f ON f.id = e.feed_id
LEFT JOIN judgement j ON j.entry_id = e.id

-- name: select_revisions
SELECT e.id, e.feed_id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), f.url, f.site_url, r.url, r.title,
       coalesce(nullif(r.author, ''), f.author), r.body, coalesce(nullif(r.language, ''), f.language), e.date, e.first_seen,
       r.published, r.updated, r.number, e.revisions, e.vanished, r.categories, r.enclosures, e.source,
       coalesce(j.featured, 0), j.excerpt, coalesce(j.category, ''), coalesce(j.tags, ''), f.category
FROM revision r
JOIN entry e ON e.id = r.entry_id
JOIN feed f ON f.id = e.feed_id
LEFT JOIN judgement j ON j.entry_id = e.id

-- name: select_places
SELECT e.date, e.id FROM entry e

-- name: where_newest
WHERE e.listed = 1 AND (e.date, e.id) < (?2, ?3) ORDER BY e.date DESC, e.id DESC LIMIT ?1

-- name: where_newest_of_feed
WHERE e.feed_id = ?4 AND (e.date, e.id) < (?2, ?3) AND e.visibility = 'shown' ORDER BY e.date DESC, e.id DESC LIMIT ?1

-- name: where_newest_at
WHERE e.id IN (SELECT id FROM (SELECT id FROM entry
                               WHERE listed = 1 AND (date, id) < (?2, ?3) AND date <= ?4 AND first_seen <= ?4
                               ORDER BY date DESC, id DESC LIMIT ?1) AS newest_listed
               UNION ALL
               SELECT id FROM entry
               WHERE listed = 0 AND joined > ?4 AND visibility = 'shown' AND (date, id) < (?2, ?3) AND date <= ?4
                     AND first_seen <= ?4)
ORDER BY e.date DESC, e.id DESC LIMIT ?1

-- name: where_newest_of_feed_at
WHERE e.feed_id = ?5 AND (e.date, e.id) < (?2, ?3) AND e.date <= ?4 AND e.first_seen <= ?4 AND e.visibility = 'shown'
ORDER BY e.date DESC, e.id DESC LIMIT ?1

-- name: where_ahead
WHERE e.listed = 1 AND (e.date, e.id) > (?2, ?3) ORDER BY e.date, e.id LIMIT 1 OFFSET ?1

-- name: where_ahead_of_feed
WHERE e.feed_id = ?4 AND (e.date, e.id) > (?2, ?3) AND e.visibility = 'shown' ORDER BY e.date, e.id LIMIT 1 OFFSET ?1

-- name: where_ahead_at
WHERE e.id IN (SELECT id FROM (SELECT id FROM entry
                               WHERE listed = 1 AND (date, id) > (?2, ?3) AND date <= ?4 AND first_seen <= ?4
                               ORDER BY date, id LIMIT CAST(?1 AS BIGINT) + 1) AS next_listed
               UNION ALL
               SELECT id FROM entry
               WHERE listed = 0 AND joined > ?4 AND visibility = 'shown' AND (date, id) > (?2, ?3) AND date <= ?4
                     AND first_seen <= ?4)
ORDER BY e.date, e.id LIMIT 1 OFFSET ?1

-- name: where_ahead_of_feed_at
WHERE e.feed_id = ?5 AND (e.date, e.id) > (?2, ?3) AND e.date <= ?4 AND e.first_seen <= ?4 AND e.visibility = 'shown'
ORDER BY e.date, e.id LIMIT 1 OFFSET ?1

-- name: find_lead
SELECT story_id, joined FROM entry WHERE id = ?1

-- name: where_entry
WHERE e.id = ?1

-- name: where_shown
WHERE e.id = ?1 AND e.visibility = 'shown'

-- name: where_kept_before
WHERE e.id < ?1 AND e.visibility <> 'removed' ORDER BY e.id DESC LIMIT ?2

-- name: where_revision
WHERE r.entry_id = ?1 AND r.number = ?2

-- name: revision_at
SELECT max(number) FROM (
    SELECT number FROM revision WHERE entry_id = ?1 AND seen <= ?2
    UNION ALL
    SELECT revisions FROM entry WHERE id = ?1 AND seen <= ?2) AS seen_by_then

-- name: list_revisions
SELECT number, seen, title FROM revision WHERE entry_id = ?1
UNION ALL
SELECT revisions, seen, title FROM entry WHERE id = ?1
ORDER BY 1
