-- name: find_feed_id
SELECT id FROM feed WHERE url = ?1

-- name: add_feed
INSERT INTO feed (id, url, given_title, category, site_url, added) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: add_feed_state
INSERT INTO feed_state (feed_id, next_poll) VALUES (?1, ?2)

-- name: select_feeds
SELECT f.id, f.url, f.given_title, f.category, f.added, f.title, f.subtitle, f.site_url, f.language, f.author, f.icon,
       s.outcome, s.next_poll, s.last_poll, s.last_success, s.failures, s.http_status,
       s.error_code, s.error_what, s.error_where, s.error_why, s.error_remedy, s.etag, s.last_modified, s.body_hash,
       s.entries, (SELECT count(*) FROM entry e WHERE e.feed_id = f.id AND e.visibility <> 'shown'),
       s.prefix, s.prefix_next, s.prefix_polls, s.flood, s.flood_time
FROM feed f JOIN feed_state s ON s.feed_id = f.id

-- name: order_feeds
ORDER BY lower(coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url)), f.id

-- name: where_feed_id
WHERE f.id = ?1

-- name: where_feed_url
WHERE f.url = ?1

-- name: where_feed_due
WHERE s.next_poll <= ?1 ORDER BY s.next_poll LIMIT ?2

-- name: next_due
SELECT min(next_poll) FROM feed_state WHERE next_poll IS NOT NULL

-- name: update_feed_info
UPDATE feed SET title = ?2, subtitle = ?3, site_url = ?4, language = ?5, author = ?6, icon = ?7
WHERE id = ?1 AND (title, subtitle, site_url, language, author, icon) <> (?2, ?3, ?4, ?5, ?6, ?7)

-- name: move_feed
UPDATE feed SET url = ?2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM feed WHERE url = ?2)

-- name: update_feed_state
UPDATE feed_state
SET outcome = ?2, next_poll = ?3, last_poll = ?4, last_success = ?5, failures = ?6, http_status = ?7,
    error_code = ?8, error_what = ?9, error_where = ?10, error_why = ?11, error_remedy = ?12,
    etag = ?13, last_modified = ?14, body_hash = ?15, entries = entries + ?16, prefix = ?17, prefix_next = ?18,
    prefix_polls = ?19, flood = coalesce(CAST(?20 AS TEXT), flood), flood_time = coalesce(CAST(?21 AS BIGINT), flood_time)
WHERE feed_id = ?1

-- name: count_all
SELECT count(*), CAST(coalesce(sum(entries), 0) AS BIGINT), (SELECT count(*) FROM entry WHERE listed = 0) FROM feed_state
